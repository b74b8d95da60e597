"""Screenshots of the console's pages, in both widths, languages and themes."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

WIDTHS = (1280, 820)
LANGUAGES = {"en": "en-US", "zh": "zh-CN"}
THEMES = ("light", "dark")

_HEIGHT = 900
_PATIENCE = 180_000  # milliseconds: pictures are really read
ARGUMENTS = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)


def take_screenshots(folder: Path, url: str, chromium: str, only: str = "") -> Iterator[Path]:
    """Show every page of a service, and take a picture of each.

    Args:
        folder: where they go, as `page-width-language-theme.png`.
        url: of the service.
        chromium: the browser's program.
        only: a text that the names must have.
    """
    from playwright.sync_api import sync_playwright

    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium, headless=True, args=ARGUMENTS)
        for width, language in itertools.product(WIDTHS, LANGUAGES):
            # what was read stays on the page while its theme changes
            stems = {
                name: [
                    f"{name}-{width}-{language}-{theme}"
                    for theme in THEMES
                    if only in f"{name}-{width}-{language}-{theme}"
                ]
                for name in _PAGES
            }
            for name, wanted in stems.items():
                if not wanted:
                    continue
                context = browser.new_context(
                    viewport={"width": width, "height": _HEIGHT},
                    locale=LANGUAGES[language],
                    color_scheme="light",
                )
                context.set_default_timeout(_PATIENCE)
                page = context.new_page()
                clean = _PAGES[name](page, url.rstrip("/"))
                for stem in wanted:
                    page.evaluate(
                        "theme => { document.documentElement.dataset.theme = theme }", stem.rpartition("-")[2]
                    )
                    page.wait_for_timeout(400)
                    path = folder / f"{stem}.png"
                    page.screenshot(path=path)
                    yield path
                if clean is not None:
                    clean()
                context.close()
        browser.close()


def _open(page: Any, url: str, room: str, sample: str = "") -> None:
    page.goto(f"{url}/console/#/{room}")
    if sample:
        page.locator(f'[data-sample="{sample}"]').first.click()


def _start(page: Any, url: str) -> None:
    _open(page, url, "seals")
    page.wait_for_timeout(600)


def _seals(page: Any, url: str) -> None:
    _open(page, url, "seals", "contract.jpg")
    page.locator(".seal-card").first.wait_for()


def _text(page: Any, url: str) -> None:
    _open(page, url, "text", "contract.jpg")
    page.locator("[data-network=fast] .text-line").first.wait_for()


def _documents(page: Any, url: str) -> None:
    _open(page, url, "documents", "invoice-2.jpg")
    page.locator(".compare").wait_for()


def _status(page: Any, url: str) -> None:
    _open(page, url, "status")
    page.wait_for_timeout(9000)


def _editor(page: Any, url: str) -> Callable[[], None]:
    """The template of the sample invoice, its fields suggested; it is removed by what is returned."""
    _open(page, url, "templates/new", "invoice.jpg")
    page.locator('[data-action="suggest"]').click()
    page.locator(".field").nth(2).wait_for()
    page.locator(".title-input").fill("增值税普通发票")
    page.locator('[data-action="save"]').click()
    page.locator(".later:not([hidden])").wait_for()
    template_id = page.url.rpartition("/")[2]
    page.wait_for_timeout(4500)  # until the notice has gone
    page.evaluate("scrollTo(0, 0)")
    page.locator(".field .input").nth(2).focus()

    def remove() -> None:
        page.request.post(f"{url}/custom_ocr", data={"type": "del", "template_id": template_id})

    return remove


def _tried(page: Any, url: str) -> Callable[[], None]:
    remove = _editor(page, url)
    page.locator('.later [data-sample="invoice-2.jpg"]').click()
    page.locator(".row-entry").first.wait_for()
    page.locator(".later").scroll_into_view_if_needed()
    page.evaluate("document.querySelector('.later').scrollIntoView()")
    return remove


def _templates(page: Any, url: str) -> Callable[[], None]:
    remove = _editor(page, url)
    _open(page, url, "templates")
    page.locator(".thumbnail[src]").first.wait_for()
    return remove


_PAGES: dict[str, Callable[[Any, str], Callable[[], None] | None]] = {
    "start": _start,
    "seals": _seals,
    "templates": _templates,
    "editor": _editor,
    "tried": _tried,
    "text": _text,
    "documents": _documents,
    "status": _status,
}
