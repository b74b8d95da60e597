"""A web server of the tests' own, whose paths say what it answers."""

import http.server

from sealstack.service.intake.remote.download import DownloadLimits

PICTURE = bytes(range(256)) * 64


class Handler(http.server.BaseHTTPRequestHandler):
    """Answers by path; the server remembers the Host header and path of every request."""

    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.server.seen.append((self.headers["Host"], self.path))
        name = self.path.partition("?")[0].strip("/").split("/")
        if name[0] == "redirect":
            left = int(name[1])
            target = f"/redirect/{left - 1}" if left else "/picture"
            self._answer(302, b"", Location=target)
        elif name[0] == "elsewhere":
            self._answer(301, b"", Location=self.path.partition("?")[2])
        elif name[0] == "bare":
            self._answer(302, b"", Location="/picture/章 一.png".encode().decode("latin-1"))
        elif name[0] == "picture":
            self._answer(200, PICTURE)
        elif name[0] == "chunked":
            self.send_response(200)
            self.send_header("Transfer-Encoding", "chunked")
            self.end_headers()
            for start in range(0, len(PICTURE), 1000):
                part = PICTURE[start : start + 1000]
                self.wfile.write(b"%x\r\n%s\r\n" % (len(part), part))
            self.wfile.write(b"0\r\n\r\n")
        elif name[0] == "until-close":
            self.send_response(200)
            self.end_headers()
            self.wfile.write(PICTURE)
            self.close_connection = True
        elif name[0] == "short":
            self.send_response(200)
            self.send_header("Content-Length", str(len(PICTURE)))
            self.end_headers()
            self.wfile.write(PICTURE[:100])
            self.close_connection = True
        else:
            self._answer(404, b"nothing here")

    def _answer(self, status, content, **headers):
        self.send_response(status)
        for key, value in headers.items():
            self.send_header(key, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_):
        pass


class Server(http.server.ThreadingHTTPServer):
    """A web server; `seen` has the Host header and path of every request."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.seen = []

    def handle_error(self, request, client_address):
        """Say nothing: clients that hang up are meant to."""


def url_of(server, path):
    return f"http://127.0.0.1:{server.server_address[1]}{path}"


LOCAL = DownloadLimits(max_bytes=len(PICTURE), allow_private=True, max_seconds=30)
