"""A real browser before a running service."""

from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest

from tests import needs
from tests.conformance.servers import Server, serving

APPLICATION = "tests.console.fake_application:app"
ARGUMENTS = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)
PATIENCE = 180_000  # milliseconds: nothing here depends on how fast the machine is


@pytest.fixture(scope="session")
def open_console() -> Iterator[Server]:
    """The service, open to everyone."""
    with serving(APPLICATION) as server:
        yield server


@pytest.fixture(scope="session")
def browser() -> Iterator[object]:
    executable = needs.chromium()
    playwright = needs.extra("dev", "playwright.sync_api")
    with playwright.sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=executable, headless=True, args=ARGUMENTS)
        yield chromium
        chromium.close()


class Visit:
    """A visit of the console, and everything that went wrong in it.

    Attributes:
        page: the page that is open.
        troubles: errors of the page and of its console, and dialogs.
    """

    def __init__(self, browser, host: str, language: str = "en-US", width: int = 1280) -> None:
        self.host = host
        self.context = browser.new_context(
            viewport={"width": width, "height": 900}, locale=language, accept_downloads=True
        )
        self.context.set_default_timeout(PATIENCE)
        self.page = self.context.new_page()
        self.troubles: list[str] = []
        self.page.on("pageerror", lambda error: self.troubles.append(str(error)))
        self.page.on("dialog", lambda dialog: self.troubles.append(dialog.message))
        self.page.on("console", self._listen)

    def go(self, room: str):
        """Open one of the pages."""
        self.page.goto(f"http://{self.host}/console/#/{room}")
        return self.page

    def take(self, path: Path, within: str = ".picture-panel") -> None:
        """Choose a file, as the button does."""
        self.page.locator(f"{within} input[type=file]").first.set_input_files(path)

    def _listen(self, message) -> None:
        # a refused call is told in the page; the browser adds a line of its own
        if message.type == "error" and "the server responded with a status of" not in message.text:
            self.troubles.append(message.text)


@pytest.fixture
def visit(browser, open_console) -> Iterator[Visit]:
    """A visit in which nothing may go wrong."""
    visit = Visit(browser, open_console.host)
    yield visit
    visit.context.close()
    assert visit.troubles == []


@pytest.fixture(scope="session")
def picture(tmp_path_factory) -> Path:
    """A picture of 800 by 500 pixels."""
    path = tmp_path_factory.mktemp("pictures") / "contract.png"
    image = np.full((500, 800, 3), 235, np.uint8)
    cv2.putText(image, "CONTRACT", (60, 450), cv2.FONT_HERSHEY_SIMPLEX, 1.5, (60, 60, 60), 3)
    assert cv2.imwrite(str(path), image)
    return path
