"""How soon the console is there: its first contentful paint in a browser that has nothing of it yet."""

from __future__ import annotations

import statistics
from dataclasses import dataclass

from bench.console.screenshots import ARGUMENTS
from sealstack.service.console.files import built_files

_PAINTED = """() => new Promise(resolve => {
  const told = entries => entries.find(entry => entry.name === 'first-contentful-paint')?.startTime
  new PerformanceObserver(list => { const at = told(list.getEntries()); if (at !== undefined) resolve(at) })
    .observe({ type: 'paint', buffered: true })
})"""


@dataclass(frozen=True)
class Paint:
    """What was measured.

    Attributes:
        median: milliseconds from asking for the page to its first contentful paint.
        slowest: likewise, of the slowest visit.
        kilobytes: of all built files but the samples, compressed as browsers get them.
    """

    median: float
    slowest: float
    kilobytes: float


def time_first_paint(url: str, chromium: str, visits: int = 11) -> Paint:
    """Visit the console of a running service with an empty cache each time.

    Args:
        url: of the service.
        chromium: the browser's program.
        visits: how often; a first one, which is not counted, warms the browser.
    """
    from playwright.sync_api import sync_playwright

    times = []
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium, headless=True, args=ARGUMENTS)
        for _ in range(visits + 1):
            context = browser.new_context(viewport={"width": 1280, "height": 900})
            page = context.new_page()
            page.goto(f"{url.rstrip('/')}/console/")
            times.append(float(page.evaluate(_PAINTED)))
            context.close()
        browser.close()
    size = sum(
        len(built.compressed or built.content)
        for name, built in built_files().items()
        if not name.startswith("samples/")
    )
    return Paint(statistics.median(times[1:]), max(times[1:]), size / 1000)
