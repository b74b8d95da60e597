"""The pages of templates, as somebody uses them."""

import json
from pathlib import Path

import cv2
import numpy as np
import pytest

from tests.console.conftest import Visit
from tests.console.fake_application import HOSTILE
from tests.service.pictures import a_pdf


@pytest.fixture
def editor(visit: Visit, picture: Path):
    """A new template with its picture open."""
    page = visit.go("templates/new")
    visit.take(picture)
    page.locator(".a9s-annotationlayer").wait_for()
    page.get_by_label("Snap to text").uncheck()
    return page


def draw(page, left: float, top: float, right: float, bottom: float, width: int = 800) -> None:
    """Drag a box with the mouse; its corners in pixels of the picture, which is so wide."""
    page.locator(".view-image").first.scroll_into_view_if_needed()
    image = page.locator(".view-image").first.bounding_box()
    scale = image["width"] / width
    at = [(image["x"] + x * scale, image["y"] + y * scale) for x, y in ((left, top), (right, bottom))]
    page.mouse.move(*at[0])
    page.mouse.down()
    page.mouse.move(*at[1], steps=5)
    page.mouse.up()


def add(page, name: str, *corners: float) -> None:
    """Draw a field and name it."""
    before = page.locator(".field").count()
    draw(page, *corners)
    page.locator(".field").nth(before).wait_for()
    page.keyboard.type(name)
    page.keyboard.press("Enter")


def save(page, name: str) -> str:
    """Save the template under a name and give its id."""
    page.get_by_label("Name of the template").fill(name)
    page.locator('[data-action="save"]').click()
    page.locator(".later:not([hidden]), .trouble-box").first.wait_for()
    assert page.locator(".trouble-box").all_inner_texts() == []
    return page.url.rpartition("/")[2]


def kept(page, host: str, template_id: str) -> list:
    """The fields of a template as the service has them."""
    answer = page.request.post(f"http://{host}/custom_ocr", data={"type": "get", "template_id": template_id})
    return answer.json()["template"]


def test_two_quads_are_drawn_saved_and_read(visit, editor, picture):
    add(editor, "number", 60, 60, 300, 90)
    add(editor, "date", 60, 120, 340, 150)
    template_id = save(editor, "invoice")
    fields = kept(editor, visit.host, template_id)
    assert [name for _, name, *_ in fields] == ["number", "date"]
    for (quad, *_), box in zip(fields, ((60, 60, 300, 90), (60, 120, 340, 150)), strict=True):
        (left, top), _, (right, bottom), _ = quad
        assert (left, top, right, bottom) == pytest.approx(box, abs=2.5)
    visit.take(picture, ".later .picture-panel")
    editor.locator(".row-entry").nth(1).wait_for()
    assert [row.inner_text() for row in editor.locator(".row-entry .value").all()] == ["number", "date"]
    assert editor.locator(".row-mark").count() == 2


def test_a_form_is_registered_and_another_read_in_six_clicks(visit):
    visit.page.goto(f"http://{visit.host}/")
    page = visit.page
    clicks = [
        page.get_by_role("link", name="Templates"),
        page.get_by_role("button", name="New template").first,
        page.get_by_role("button", name="An invoice", exact=True),
        page.get_by_role("button", name="Suggest fields"),
        page.get_by_role("button", name="Save", exact=True),
        page.get_by_role("button", name="A second invoice, photographed"),
    ]
    says = [None, None, "mark", "save", "use", None]
    for control, step in zip(clicks, says, strict=True):
        control.click()
        if step:
            page.locator(f'[data-step="{step}"][aria-current="step"]').wait_for()
    page.locator(".row-entry").nth(2).wait_for()


def test_a_picture_of_forty_megapixels_is_moved_marked_and_read(visit, tmp_path):
    path = tmp_path / "large.jpg"
    assert cv2.imwrite(str(path), np.full((5000, 8000, 3), 230, np.uint8))
    page = visit.go("templates/new")
    visit.take(path)
    page.locator(".a9s-annotationlayer").wait_for()
    page.get_by_label("Snap to text").uncheck()
    page.get_by_role("button", name="Move the picture").click()
    image = page.locator(".view-image").first
    page.get_by_label("Zoom in").first.click()
    before = image.bounding_box()
    page.mouse.move(500, 500)
    page.mouse.down()
    page.mouse.move(440, 470, steps=4)
    page.mouse.up()
    after = image.bounding_box()
    assert (after["x"] - before["x"], after["y"] - before["y"]) == pytest.approx((-60, -30), abs=1)
    page.get_by_label("Show all of it").first.click()
    page.get_by_role("button", name="Draw").click()
    draw(page, 1000, 600, 2200, 750, width=4096)
    page.locator(".field").wait_for()
    page.keyboard.type("number")
    page.keyboard.press("Enter")
    template_id = save(page, "large")
    [((left, top), _, (right, bottom), _), *_] = kept(page, visit.host, template_id)[0]
    pixel = 4096 / image.bounding_box()["width"]  # forms are read up to this size: the page makes it smaller
    assert (left, top, right, bottom) == pytest.approx((1000, 600, 2200, 750), abs=2.5 * pixel)
    visit.take(path, ".later .picture-panel")
    page.locator(".row-entry").wait_for()
    assert page.locator(".row-mark").count() == 1


def test_what_was_drawn_can_be_taken_back_and_brought_again(editor):
    add(editor, "number", 60, 60, 300, 90)
    editor.get_by_label("Undo").click()
    editor.get_by_label("Undo").click()
    assert editor.locator(".field").count() == 0
    editor.keyboard.press("Control+y")
    editor.locator(".field").wait_for()
    assert editor.locator(".field").count() == 1


def test_a_field_is_moved_and_sized_by_keys(visit, editor):
    editor.locator('[data-action="add"]').click()
    editor.keyboard.press("Enter")  # its name is right as it is
    editor.locator(".field .icon-button").last.focus()
    before = editor.locator(".a9s-annotation .a9s-inner").first.bounding_box()
    for _ in range(3):
        editor.keyboard.press("Shift+ArrowRight")
    editor.keyboard.press("Alt+Shift+ArrowDown")
    template_id = save(editor, "keys")
    [(quad, *_)] = kept(editor, visit.host, template_id)
    assert before["width"] > 0
    assert quad[0] == [(800 - 160) / 2 + 30, (500 - 20) / 2]
    assert quad[2] == [(800 + 160) / 2 + 30, (500 + 20) / 2 + 10]


def test_fields_are_suggested_from_labels(editor):
    editor.locator('[data-action="suggest"]').click()
    editor.locator(".field").nth(2).wait_for()
    names = [box.input_value() for box in editor.locator(".field-main > .input").all()]
    assert names == ["发票号码", "开票日期", "备注"]


def test_names_stay_text_wherever_they_stand(editor, visit):
    add(editor, HOSTILE, 60, 60, 300, 90)
    save(editor, HOSTILE)
    page = visit.go("templates")
    page.locator(".template-name", has_text=HOSTILE).first.wait_for()
    assert page.locator("img[src=x]").count() == 0
    assert page.evaluate("window.hacked") is None


def test_a_template_is_exported_deleted_and_imported(editor, visit, tmp_path):
    add(editor, "number", 60, 60, 300, 90)
    template_id = save(editor, "travels")
    page = visit.go("templates")
    card = page.locator(f'[data-template="{template_id}"]')
    with page.expect_download() as download:
        card.get_by_label("Export as a file").click()
    path = tmp_path / "travels.json"
    download.value.save_as(path)
    assert json.loads(path.read_text(encoding="utf-8"))["name"] == "travels"
    card.get_by_label("Delete").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    card.wait_for(state="detached")
    page.locator('input[accept*="json"]').set_input_files(path)
    again = page.locator(".template-card", has_text="travels")
    again.wait_for()
    assert again.get_attribute("data-template") != template_id


def test_many_pictures_become_a_table_and_a_file(editor, visit, picture, tmp_path):
    add(editor, "number", 60, 60, 300, 90)
    save(editor, "many")
    editor.get_by_role("tab", name="Many pictures").click()
    editor.locator(".batch input[multiple]").set_input_files([picture, picture])
    editor.locator(".table-batch tbody tr").nth(1).locator(".value").wait_for()
    with editor.expect_download() as download:
        editor.locator('[data-action="csv"]').click()
    path = tmp_path / "many.csv"
    download.value.save_as(path)
    assert path.read_text(encoding="utf-8-sig").splitlines()[:2] == [
        "File,number,Trouble",
        "contract.png,number,",
    ]


def test_a_folder_is_read_with_all_pages_of_its_documents(editor, picture, tmp_path):
    folder = tmp_path / "box"
    (folder / "may").mkdir(parents=True)
    (folder / "may" / "scan.pdf").write_bytes(a_pdf((400, 250), (400, 250)))
    (folder / "contract.png").write_bytes(picture.read_bytes())
    (folder / "notes.txt").write_text("not a picture", encoding="utf-8")
    add(editor, "number", 60, 60, 300, 90)
    save(editor, "folder")
    editor.get_by_role("tab", name="Many pictures").click()
    editor.locator(".batch input[webkitdirectory]").set_input_files(folder)
    editor.locator(".table-batch tbody tr").nth(2).locator(".value").wait_for()
    names = editor.locator(".table-batch tbody th").all_inner_texts()
    assert names == ["box/contract.png", "box/may/scan.pdf · 1", "box/may/scan.pdf · 2"]
