"""The page of seals, as somebody uses it."""

import json
from pathlib import Path

import cv2
import numpy as np
import pytest

from tests.console.conftest import Visit
from tests.console.fake_application import HOSTILE

CLOSE = 2.0  # screen pixels


@pytest.fixture
def read(visit: Visit, picture: Path):
    """The page once a picture has been read."""
    page = visit.go("seals")
    visit.take(picture)
    page.locator(".seal-card").nth(1).wait_for()
    return page


def answer_of(page) -> dict:
    """The answer as the page shows it."""
    return json.loads(page.locator('[data-code="answer"]').inner_text())["Response"]


def test_a_browser_at_the_root_comes_to_it(visit):
    visit.page.goto(f"http://{visit.host}/")
    assert visit.page.url.endswith("/console/")
    assert visit.page.locator("h1").inner_text() == "Seals"


def test_seals_are_drawn_where_the_answer_says(read):
    image = read.locator(".view-image").bounding_box()
    scale = image["width"] / 800
    infos = answer_of(read)["SealInfos"]
    assert len(infos) == 2
    for index, info in enumerate(infos):
        place, drawn = (
            info["Location"],
            read.locator(f'.seal-mark[data-seal="{index}"] .seal-outline').bounding_box(),
        )
        # a drawing's box is that of the shape without its line
        assert abs(drawn["x"] - image["x"] - place["X"] * scale) < CLOSE
        assert abs(drawn["y"] - image["y"] - place["Y"] * scale) < CLOSE
        assert abs(drawn["width"] - place["Width"] * scale) < 2 * CLOSE
        assert abs(drawn["height"] - place["Height"] * scale) < 2 * CLOSE


def test_they_stay_there_when_the_picture_is_zoomed(read):
    read.get_by_label("Zoom in").click()
    image = read.locator(".view-image").bounding_box()
    drawn = read.locator('.seal-mark[data-seal="1"] .seal-outline').bounding_box()
    assert abs(drawn["x"] - image["x"] - 500 * image["width"] / 800) < CLOSE


def test_a_seal_and_its_entry_are_shown_together(read):
    read.locator(".seal-card").nth(1).focus()
    assert "is-active" in read.locator('.seal-mark[data-seal="1"]').get_attribute("class")
    assert "is-active" not in read.locator('.seal-mark[data-seal="0"]').get_attribute("class")


def test_what_a_seal_says_stays_text(read):
    assert read.locator(".seal-card h3").first.inner_text() == HOSTILE
    assert read.locator("img[src=x]").count() == 0
    assert read.evaluate("window.hacked") is None


@pytest.mark.parametrize(
    ("tab", "said"),
    [
        ("curl", "X-TC-Action: SealOCR"),
        ("Python", "models.SealOCRRequest()"),
        ("Node", "tencentcloud-sdk-nodejs-ocr"),
    ],
)
def test_the_request_is_there_as_code(read, tab, said):
    read.get_by_role("tab", name=tab).click()
    assert said in read.locator(f'[data-code="{tab.lower()}"]').inner_text()


def test_what_is_no_picture_is_refused_in_a_sentence(visit, tmp_path):
    path = tmp_path / "broken.png"
    path.write_bytes(b"no picture")
    page = visit.go("seals")
    visit.take(path)
    assert "no picture" in page.locator(".trouble-box").inner_text()


def test_a_picture_of_forty_megapixels_can_be_moved_about(visit, tmp_path):
    path = tmp_path / "large.jpg"
    assert cv2.imwrite(str(path), np.full((5000, 8000, 3), 230, np.uint8))
    page = visit.go("seals")
    visit.take(path)
    image = page.locator(".view-image")
    image.wait_for()
    fitted = image.bounding_box()
    page.get_by_label("Zoom in").click()
    assert image.bounding_box()["width"] == pytest.approx(1.25 * fitted["width"], rel=0.01)
    page.get_by_label("Show all of it").click()
    assert image.bounding_box()["width"] == pytest.approx(fitted["width"], rel=0.01)
