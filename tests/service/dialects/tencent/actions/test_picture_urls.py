"""Pictures by URL, through an Action."""

import http.server
import threading

import pytest

from tests.service.client import Caller
from tests.service.pictures import as_file, quartered

PICTURE = as_file(quartered(400, 300), "BMP")


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        found = self.path == "/seal.bmp"
        self.send_response(200 if found else 404)
        self.end_headers()
        self.wfile.write(PICTURE if found else b"nothing here")

    def log_message(self, *_):
        pass


class Server(http.server.ThreadingHTTPServer):
    def handle_error(self, request, client_address):
        """Say nothing: clients that hang up are meant to."""


@pytest.fixture(scope="module")
def url():
    running = Server(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=running.serve_forever, args=(0.01,))
    thread.start()
    yield f"http://127.0.0.1:{running.server_address[1]}"
    running.shutdown()
    thread.join()
    running.server_close()


def test_a_picture_of_the_own_network_is_fetched_when_a_setting_allows_it(url):
    caller = Caller(allow_private_urls=True)
    assert caller.call(ImageUrl=f"{url}/seal.bmp")["SealBody"]
    assert caller.readers.images[0].shape == (300, 400, 3)


def test_the_url_wins_over_a_picture_that_is_sent_as_well(url):
    caller = Caller(allow_private_urls=True)
    assert caller.call(ImageUrl=f"{url}/seal.bmp", ImageBase64="no picture")["SealBody"]


def test_without_the_setting_it_is_refused(url):
    code, message = Caller().error(ImageUrl=f"{url}/seal.bmp")
    assert code == "FailedOperation.DownLoadError"
    assert "`127.0.0.1`" in message


def test_what_is_not_there_tells_the_status(url):
    assert Caller(allow_private_urls=True).error(ImageUrl=f"{url}/nothing") == (
        "FailedOperation.DownLoadError",
        "File download failed. The server answered with status 404.",
    )


def test_a_file_whose_base64_would_be_too_long_is_too_large(url):
    longest = (len(PICTURE) + 2) // 3 * 4
    assert Caller(allow_private_urls=True, max_image_base64=longest).call(ImageUrl=f"{url}/seal.bmp")[
        "SealBody"
    ]
    caller = Caller(allow_private_urls=True, max_image_base64=longest - 4)
    assert caller.error(ImageUrl=f"{url}/seal.bmp")[0] == "LimitExceeded.TooLargeFileError"
