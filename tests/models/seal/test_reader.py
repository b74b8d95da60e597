"""The whole way, on pictures of the project's own generator drawn with its bundled font."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from bench.generator.scenes import Scene, make_scene
from sealstack.models.seal import SealReader
from sealstack.models.seal.read.vote.strip_reader import StripReader
from sealstack.models.values import Image, Seal, SealShape, SealText

pytestmark = pytest.mark.slow

SAMPLE = Path(__file__).parents[3] / "sealstack" / "sample" / "contract.jpg"
ROUND = 5008  # with a purpose line
OVAL = 5002  # with a purpose line, its title in brackets
NAME = 5002
DIAMOND = 5002
TRIANGLE_WITH_SIDES = 5000  # likewise, and a line above its base
OVAL_WITH_TAX_NUMBER = 5008
DIAMOND_WITH_SIDES = 5016  # its title runs up one side and down the other


def overlap(box: tuple[int, int, int, int], other: tuple[int, int, int, int]) -> float:
    """Intersection over union of boxes `(x, y, width, height)`."""
    width = min(box[0] + box[2], other[0] + other[2]) - max(box[0], other[0])
    height = min(box[1] + box[3], other[1] + other[3]) - max(box[1], other[1])
    both = max(0, width) * max(0, height)
    return both / (box[2] * box[3] + other[2] * other[3] - both)


def easy(seed: int, shape: str) -> Scene:
    return make_scene(seed, "easy", "crop", shape=shape, bundled_only=True)


@pytest.fixture(scope="module")
def round_scene() -> Scene:
    return easy(ROUND, "round")


@pytest.fixture(scope="module")
def round_seals(reader: SealReader, round_scene: Scene) -> list[Seal]:
    return reader.read(round_scene.image)


def test_a_round_seal_is_found_where_it_is(round_scene: Scene, round_seals: list[Seal]) -> None:
    (seal,), (truth,) = round_seals, round_scene.truths
    assert overlap(seal.box, truth.box) > 0.85
    assert seal.shape is SealShape.ROUND


def test_its_title_is_the_body_and_the_rest_are_others(round_scene: Scene, round_seals: list[Seal]) -> None:
    (seal,), (truth,) = round_seals, round_scene.truths
    assert seal.body == truth.body
    assert seal.others[0] == truth.others[0]


def test_every_text_comes_with_its_path_and_its_characters(round_seals: list[Seal]) -> None:
    (seal,) = round_seals
    assert [text.text for text in seal.texts] == [seal.body, *seal.others]
    for text in seal.texts:
        assert "".join(character.text for character in text.characters) == text.text
        x, y, width, height = seal.box
        assert np.all(text.polygon >= [x - 0.1 * width, y - 0.1 * height])
        assert np.all(text.polygon <= [x + 1.1 * width, y + 1.1 * height])


@pytest.mark.parametrize("degrees", [10, 90, 180])
def test_turning_the_picture_does_not_change_the_title(
    reader: SealReader, round_scene: Scene, degrees: int
) -> None:
    image = round_scene.image
    height, width = image.shape[:2]
    frame = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 0.8)
    turned = cv2.warpAffine(image, frame, (width, height), borderMode=cv2.BORDER_REPLICATE)
    (seal, *_) = reader.read(np.asarray(turned, np.uint8))
    assert seal.body == round_scene.truths[0].body


@pytest.mark.parametrize("padding", [-0.1, 0.1])
def test_more_or_less_paper_around_it_does_not_change_the_title(
    reader: SealReader, round_scene: Scene, padding: float
) -> None:
    image = round_scene.image
    margin = round(abs(padding) * min(image.shape[:2]))
    if padding > 0:
        padded = cv2.copyMakeBorder(image, margin, margin, margin, margin, cv2.BORDER_REPLICATE)
    else:
        x, y, width, height = round_scene.truths[0].box
        left, top = min(margin, x), min(margin, y)
        padded = image[
            top : max(y + height, image.shape[0] - margin), left : max(x + width, image.shape[1] - margin)
        ]
    (seal, *_) = reader.read(np.ascontiguousarray(padded, np.uint8))
    assert seal.body == round_scene.truths[0].body


def test_an_oval_seal_is_read_along_its_rim(reader: SealReader) -> None:
    scene = easy(OVAL, "oval")
    (seal,) = reader.read(scene.image)
    assert seal.shape is SealShape.OVAL
    assert seal.body == scene.truths[0].body


def test_a_name_seal_is_read_in_columns_from_the_right(reader: SealReader) -> None:
    scene = easy(NAME, "rectangle")
    (seal,) = reader.read(scene.image)
    assert seal.shape is SealShape.RECTANGLE
    assert seal.body == scene.truths[0].body


def test_a_diamond_is_read_across(reader: SealReader) -> None:
    scene = easy(DIAMOND, "diamond")
    (seal,) = reader.read(scene.image)
    assert seal.shape is SealShape.DIAMOND
    assert seal.body == scene.truths[0].body
    assert seal.others == scene.truths[0].others


def blank(height: int, width: int) -> Image:
    return np.full((height, width, 3), 255, np.uint8)


@pytest.mark.parametrize("size", [(1, 1), (1, 900), (900, 1), (64, 64), (700, 500)])
def test_blank_paper_of_any_size_has_no_seal(reader: SealReader, size: tuple[int, int]) -> None:
    assert reader.read(blank(*size)) == []


def test_print_and_red_rules_are_no_seals(reader: SealReader) -> None:
    page = blank(900, 640)
    page[120:126, 60:580] = (40, 40, 210)
    for row in range(200, 800, 36):
        for left in range(80, 560, 26):
            page[row : row + 18, left : left + 3] = 30
            page[row + 8 : row + 11, left : left + 18] = 30
    assert reader.read(page) == []


def test_what_runs_along_two_sides_of_a_diamond_is_its_body(reader: SealReader) -> None:
    scene = easy(DIAMOND_WITH_SIDES, "diamond")
    (truth,) = scene.truths
    (seal,) = reader.read(scene.image)
    assert (seal.body, seal.others) == (truth.body, truth.others)


def test_a_diamond_stamped_level_is_read_along_its_sides(reader: SealReader) -> None:
    scene = easy(DIAMOND_WITH_SIDES, "diamond")
    (truth,) = scene.truths
    page = cv2.copyMakeBorder(scene.image, *[80] * 4, cv2.BORDER_REPLICATE)
    height, width = page.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), 45, 1.0)
    image = cv2.warpAffine(page, turn, (width, height), None, cv2.INTER_CUBIC, cv2.BORDER_REPLICATE)
    (seal,) = reader.read(np.asarray(image, np.uint8))
    assert (seal.body, seal.shape) == (truth.body, SealShape.DIAMOND)


def test_a_loop_of_text_in_a_frame_is_no_seal_of_its_own(reader: SealReader) -> None:
    scene = easy(5001, "diamond")  # where strokes of the second line and a ruled line nearly close a ring
    (truth,) = scene.truths
    (seal,) = reader.read(scene.image)
    assert (seal.body, seal.shape) == (truth.body, SealShape.DIAMOND)


def test_a_line_between_two_sides_of_a_triangle_is_read_at_its_upright(reader: SealReader) -> None:
    scene = easy(TRIANGLE_WITH_SIDES, "triangle")
    (truth,) = scene.truths
    (seal,) = reader.read(scene.image)
    assert seal.shape is SealShape.TRIANGLE
    assert (seal.body, seal.others) == (truth.body, truth.others)


def test_a_tax_number_is_read_to_its_ends(reader: SealReader) -> None:
    scene = easy(OVAL_WITH_TAX_NUMBER, "oval")  # the number reaches under the ends of the title
    (truth,) = scene.truths
    (seal,) = reader.read(scene.image)
    assert seal.others == truth.others


def test_what_is_read_along_a_diagonal_is_a_diamond_however_it_was_stamped(reader: SealReader) -> None:
    scene = easy(5010, "diamond")
    height, width = scene.image.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), 45, 1.0)
    image = cv2.warpAffine(scene.image, turn, (width, height), None, cv2.INTER_CUBIC, cv2.BORDER_REPLICATE)
    (seal,) = reader.read(np.asarray(image, np.uint8))
    assert (seal.body, seal.shape) == (scene.truths[0].body, SealShape.DIAMOND)


@pytest.mark.parametrize("seed", [5052, 5088])  # the second has two rims, and an arc as long as its title
def test_an_arc_within_the_title_is_read(seed: int, reader: SealReader) -> None:
    scene = easy(seed, "round")
    (truth,) = scene.truths
    (seal,) = reader.read(scene.image)
    assert (seal.body, seal.others) == (truth.body, truth.others)


def test_a_name_in_two_lines_within_an_english_title_is_one_text(reader: SealReader) -> None:
    scene = easy(5063, "round")
    (seal,) = reader.read(scene.image)
    assert seal.others == scene.truths[0].others


def test_what_was_located_is_read_as_the_whole_page_is(
    reader: SealReader, round_scene: Scene, round_seals: list[Seal]
) -> None:
    (seal,) = reader.read_at(round_scene.image, reader.locate(round_scene.image))
    (whole,) = round_seals
    assert (seal.body, seal.others, seal.box) == (whole.body, whole.others, whole.box)


def test_a_located_seal_is_read_in_a_smaller_picture_of_it(reader: SealReader, round_scene: Scene) -> None:
    small = cv2.resize(round_scene.image, None, fx=0.8, fy=0.8, interpolation=cv2.INTER_AREA)
    there = [candidate.moved(0.8) for candidate in reader.locate(round_scene.image)]
    (seal,) = reader.read_at(np.asarray(small, np.uint8), there)
    assert seal.body == round_scene.truths[0].body
    assert overlap(seal.box, tuple(round(0.8 * side) for side in round_scene.truths[0].box)) > 0.85


def test_a_seal_that_something_else_reads_is_not_read_by_our_networks(
    reader: SealReader, round_scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("read twice")

    monkeypatch.setattr("sealstack.models.seal.read.texts.SealTexts.of_ring", refuse)
    polygon = np.array([[0, 0], [40, 0], [40, 10], [0, 10]], np.float32)
    given = [SealText(polygon, "财务专用章", 0.9), SealText(polygon, "一", 0.8)]
    (seal,) = reader.read(round_scene.image, lambda _: given)
    assert (seal.body, seal.others, seal.texts) == ("财务专用章", ("一",), tuple(given))
    assert overlap(seal.box, round_scene.truths[0].box) > 0.85


def test_a_page_that_has_cost_as_much_as_it_may_is_not_read_on(
    reader: SealReader, round_scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = np.hstack([round_scene.image, round_scene.image])
    assert len(reader.read(page)) == 2
    monkeypatch.setattr("sealstack.models.seal.reader._COLUMNS_A_SEAL", 0)
    assert reader.read(page) == []


def test_seals_share_what_their_page_may_cost(
    reader: SealReader, round_scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    limits: list[float] = []
    make = StripReader.for_another_seal

    def kept(strips: StripReader, limit: float) -> StripReader:
        limits.append(limit)
        return make(strips, limit)

    monkeypatch.setattr(StripReader, "for_another_seal", kept)
    monkeypatch.setattr("sealstack.models.seal.reader._COLUMNS_A_SEAL", 160)
    reader.read(np.hstack([round_scene.image, round_scene.image]))
    first, second = limits
    assert first == 1.5 * 8000 / 2
    assert 0 < second <= 8000 - 500


def test_the_bundled_sample_has_a_company_s_seal_and_a_small_name_seal(reader: SealReader) -> None:
    image = cv2.imread(str(SAMPLE))
    seals = reader.read(np.asarray(image, np.uint8))
    assert {(seal.body, seal.shape) for seal in seals} == {
        ("海州市青禾软件有限公司", SealShape.ROUND),
        ("林志远", SealShape.RECTANGLE),
    }
