"""The other pages, languages, themes, closed doors, and what everybody must be able to use."""

import json
from pathlib import Path

import pytest

from tests.conformance.servers import serving
from tests.console.conftest import APPLICATION, Visit

ROOMS = ("seals", "templates", "text", "documents", "status")
SECRET_ID, SECRET_KEY, API_KEY = (
    "AKIDconsoleconsoleconsole",
    "keykeykeykeykeykeykeykey",
    "a key of the console",
)
AXE = Path(__file__).parents[2] / "console" / "node_modules" / "axe-core" / "axe.min.js"


def test_text_is_read_by_both_networks(visit, picture):
    page = visit.go("text")
    visit.take(picture)
    page.locator("[data-network=fast] .text-line").first.wait_for()
    for network in ("accurate", "fast"):
        assert page.locator(f"[data-network={network}] .text-line").count() == 3
    assert page.locator("img[src=x]").count() == 0


def test_the_slider_shows_more_of_what_was_before(visit, picture):
    page = visit.go("documents")
    visit.take(picture)
    slider = page.get_by_label("Where the line between before and after stands")
    slider.wait_for()
    line = page.locator(".compare-line")
    before = line.bounding_box()["x"]
    slider.focus()
    for _ in range(10):
        page.keyboard.press("ArrowRight")
    assert line.bounding_box()["x"] > before


def test_the_last_errors_are_told_with_their_request_id(visit, picture):
    answer = visit.page.request.post(
        f"http://{visit.host}/",
        headers={"X-TC-Action": "NoSuchAction", "X-TC-Version": "2018-11-19"},
        data={},
    )
    page = visit.go("status")
    page.locator(".request-id", has_text=answer.json()["Response"]["RequestId"]).wait_for()
    assert page.locator(".figure").count() == 4


def test_the_status_is_told_where_a_proxy_keeps_the_figures(visit):
    visit.page.route("**/console/call/metrics", lambda route: route.fulfill(status=404, body="<html>"))
    page = visit.go("status")
    page.get_by_text("The figures are kept from this address").wait_for()
    page.locator(".facts").first.wait_for()
    assert not page.locator(".figure").first.is_visible()


def test_a_language_is_spoken_at_once_and_remembered(visit):
    page = visit.go("seals")
    page.get_by_label("中文").click()
    assert page.locator("h1").inner_text() == "印章"
    assert page.locator("html").get_attribute("lang") == "zh-CN"
    page.reload()
    assert page.locator("h1").inner_text() == "印章"


def test_a_theme_is_remembered(visit):
    page = visit.go("seals")
    page.get_by_label("Light or dark").click()
    page.reload()
    assert page.locator("html").get_attribute("data-theme") == "dark"


@pytest.fixture(scope="module")
def closed():
    """A service of which both doors are closed."""
    with serving(
        APPLICATION,
        OCR_SECRET_ID=SECRET_ID,
        OCR_SECRET_KEY=SECRET_KEY,
        OCR_API_KEYS=API_KEY,
        OCR_RATE_LIMIT="0",
    ) as server:
        yield server


class TestClosedService:
    @pytest.fixture
    def visit(self, browser, closed):
        visit = Visit(browser, closed.host)
        yield visit
        visit.context.close()
        assert visit.troubles == []

    def test_a_pair_of_keys_is_asked_for_and_signs_in_the_browser(self, visit, picture):
        page = visit.go("seals")
        visit.take(picture)
        dialog = page.get_by_role("dialog")
        dialog.get_by_label("SecretId").fill(SECRET_ID)
        dialog.get_by_label("SecretKey").fill(SECRET_KEY)
        sent = []
        page.on(
            "request",
            lambda request: sent.append(json.dumps(request.all_headers()) + (request.post_data or "")),
        )
        dialog.get_by_role("button", name="Use").click()
        page.locator(".seal-card").first.wait_for()
        assert any("TC3-HMAC-SHA256" in one for one in sent)
        assert not any(SECRET_KEY in one for one in sent)

    @pytest.mark.parametrize(
        ("room", "shown"),
        [
            ("seals", ".seal-card"),
            ("text", "[data-network=fast] .text-line"),
            ("documents", ".compare"),
            ("templates", ".empty"),
            ("status", ".facts"),
        ],
    )
    @pytest.mark.parametrize(
        "credentials",
        [{"API key": API_KEY}, {"SecretId": SECRET_ID, "SecretKey": SECRET_KEY}],
        ids=["key", "pair"],
    )
    def test_either_kind_of_credential_opens_every_page(self, visit, picture, room, shown, credentials):
        page = visit.go(room)
        if room not in ("templates", "status"):
            visit.take(picture)
        dialog = page.get_by_role("dialog")
        for label, value in credentials.items():
            dialog.get_by_label(label, exact=True).fill(value)
        dialog.get_by_role("button", name="Use").click()
        page.locator(shown).first.wait_for()

    def test_a_pair_marks_and_reads_templates(self, visit, picture):
        page = visit.go("templates/new")
        page.get_by_label("Keys", exact=True).click()
        dialog = page.get_by_role("dialog")
        dialog.get_by_label("SecretId").fill(SECRET_ID)
        dialog.get_by_label("SecretKey").fill(SECRET_KEY)
        dialog.get_by_role("button", name="Use").click()
        visit.take(picture)
        page.locator(".a9s-annotationlayer").wait_for()
        page.locator('[data-action="suggest"]').click()
        page.locator(".field").nth(2).wait_for()
        page.locator('[data-action="save"]').click()
        page.locator(".later:not([hidden])").wait_for()
        visit.take(picture, ".later .picture-panel")
        page.locator(".row-entry").nth(2).wait_for()
        page.get_by_label("All templates").click()
        card = page.locator(".template-card")
        card.get_by_label("Delete").click()
        page.get_by_role("dialog").get_by_role("button", name="Delete").click()
        page.get_by_text("No template yet").wait_for()

    def test_a_wrong_pair_is_asked_for_again_with_the_reason(self, visit, picture):
        page = visit.go("seals")
        visit.take(picture)
        dialog = page.get_by_role("dialog")
        dialog.get_by_label("SecretId").fill(SECRET_ID)
        dialog.get_by_label("SecretKey").fill("another")
        dialog.get_by_role("button", name="Use").click()
        page.locator(".dialog .trouble").wait_for()

    def test_a_key_opens_the_templates_and_is_forgotten_with_the_tab(self, visit):
        page = visit.go("templates")
        dialog = page.get_by_role("dialog")
        dialog.get_by_label("API key").fill(API_KEY)
        dialog.get_by_role("button", name="Use").click()
        page.get_by_text("No template yet").wait_for()
        page.reload()
        page.get_by_text("No template yet").wait_for()
        other = visit.context.new_page()
        other.goto(f"http://{visit.host}/console/#/templates")
        other.get_by_role("dialog").wait_for()


class TestEverybody:
    @pytest.mark.parametrize("theme", ["light", "dark"])
    @pytest.mark.parametrize("room", ROOMS)
    def test_no_page_has_a_serious_fault(self, visit, picture, room, theme):
        if not AXE.is_file():
            pytest.skip("needs Node and its package axe-core: npm ci in console")
        page = visit.go(room)
        page.evaluate("theme => localStorage.setItem('sealstack.theme', theme)", theme)
        page.reload()
        if room in ("seals", "text", "documents"):
            visit.take(picture)
            page.locator(".code").first.wait_for()
        page.evaluate(AXE.read_text(encoding="utf-8"))
        found = page.evaluate("axe.run()")["violations"]
        serious = [
            (one["id"], [node["html"][:200] for node in one["nodes"][:3]])
            for one in found
            if one["impact"] in ("serious", "critical")
        ]
        assert serious == []

    def test_the_menu_is_reached_by_keys(self, visit):
        page = visit.go("seals")
        page.locator("h1").wait_for()
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip"
        for _ in range(3):
            page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.locator("h1", has_text="Templates").wait_for()

    def test_nothing_stands_beyond_a_tablet_s_edge(self, browser, open_console, picture):
        visit = Visit(browser, open_console.host, width=820)
        for room in ROOMS:
            page = visit.go(room)
            page.locator("h1").wait_for()
            assert page.evaluate("document.documentElement.scrollWidth") <= 820
        visit.context.close()
