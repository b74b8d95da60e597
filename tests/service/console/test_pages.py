"""The web console is served as files that browsers keep, and to browsers that ask for nothing else."""

import gzip

import pytest

from sealstack.service.console.files import built_files
from tests.service.client import VERSION, Caller

BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


@pytest.fixture(scope="module")
def caller() -> Caller:
    return Caller()


@pytest.fixture(scope="module")
def script(caller) -> str:
    """The path of the page's script, as the page names it."""
    page = caller.http.get("/console/").get_data(as_text=True)
    return "/console/" + page.split('src="./')[1].split('"')[0]


class TestPage:
    def test_it_is_asked_for_anew_each_time(self, caller):
        response = caller.http.get("/console/")
        assert response.status_code == 200
        assert response.headers["Content-Type"] == "text/html; charset=utf-8"
        assert response.headers["Cache-Control"] == "no-cache"

    def test_a_path_without_its_slash_leads_to_it(self, caller):
        response = caller.http.get("/console")
        assert response.status_code == 308
        assert response.headers["Location"].endswith("/console/")

    def test_it_runs_its_own_files_only_and_none_that_stand_in_the_page(self, caller):
        response = caller.http.get("/console/")
        policy = response.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "script-src 'self';" in policy
        assert "unsafe" not in policy
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert "<script>" not in response.get_data(as_text=True)

    def test_nothing_in_it_is_from_elsewhere(self, caller):
        page = caller.http.get("/console/").get_data(as_text=True)
        assert "http" not in page.replace("http-equiv", "")

    def test_a_browser_that_has_it_is_told_so(self, caller):
        tag = caller.http.get("/console/").headers["ETag"]
        again = caller.http.get("/console/", headers={"If-None-Match": tag})
        assert again.status_code == 304
        assert again.data == b""

    @pytest.mark.parametrize(
        "name", ["nothing.js", "../pages.py", "assets", "%2e%2e/files.py", "assets/../../files.py"]
    )
    def test_nothing_else_is_served(self, caller, name):
        assert caller.http.get(f"/console/{name}").status_code == 404


class TestFiles:
    def test_scripts_are_kept_for_a_year(self, caller, script):
        response = caller.http.get(script)
        assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert response.headers["Content-Type"] == "text/javascript; charset=utf-8"

    def test_they_are_compressed_for_who_takes_that(self, caller, script):
        plain = caller.http.get(script)
        packed = caller.http.get(script, headers={"Accept-Encoding": "gzip"})
        assert packed.headers["Content-Encoding"] == "gzip"
        assert gzip.decompress(packed.data) == plain.data
        assert packed.headers["ETag"] != plain.headers["ETag"]

    def test_pictures_are_sent_as_they_are(self, caller):
        response = caller.http.get("/console/samples/contract.jpg", headers={"Accept-Encoding": "gzip"})
        assert response.headers["Content-Type"] == "image/jpeg"
        assert "Content-Encoding" not in response.headers
        assert response.data[:2] == b"\xff\xd8"

    def test_all_that_is_built_is_short(self):
        files = {name: built for name, built in built_files().items() if not name.startswith("samples/")}
        assert {name.rpartition(".")[2] for name in files} >= {"html", "js", "css"}
        assert sum(len(built.compressed or built.content) for built in files.values()) < 300_000


class TestBrowsersAtTheRoot:
    def test_they_are_led_to_the_console(self, caller):
        response = caller.http.get("/", headers=BROWSER)
        assert response.status_code == 302
        assert response.headers["Location"] == "console/"

    def test_an_action_in_the_address_is_answered(self, caller):
        answer = caller.send("GET", query_string={"Action": "SealOCR", "Version": VERSION}, headers=BROWSER)
        assert "Error" in answer

    def test_programs_are_answered_as_before(self, caller):
        assert caller.http.get("/").get_json() == {"message": "Welcome to RapidOCR API Server!"}


class TestClosedService:
    @pytest.fixture
    def closed(self, tmp_path) -> Caller:
        return Caller(data_dir=tmp_path, api_keys=("a key",), secret_id="AKID", secret_key="secret")

    def test_the_page_is_there_to_ask_for_a_key(self, closed, script):
        assert closed.http.get("/console/").status_code == 200
        assert closed.http.get(script).status_code == 200

    def test_browsers_are_led_to_it(self, closed):
        assert closed.http.get("/", headers=BROWSER).status_code == 302

    def test_what_it_asks_for_stays_closed(self, closed):
        assert closed.http.post("/custom_ocr", json={"type": "list"}).status_code == 401
