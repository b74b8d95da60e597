"""Text paths found again in the maps of drawn seals."""

from __future__ import annotations

import numpy as np
import pytest

from bench.generator import truth as drawn
from bench.generator.fonts import find_faces
from bench.generator.scenes import make_scene
from bench.generator.typography import set_column, set_line, set_on_arc
from sealstack.models.seal.detect.ring.fit import Ellipse
from sealstack.models.seal.paths.decode import decode
from sealstack.models.seal.paths.regions import MAPS
from sealstack.models.seal.paths.text_path import PathKind, TextPath
from tests.models.seal.paths.maps import perfect_maps
from training.paths.artist import outline_of
from training.paths.samples import CLASSES, class_of, middle_line

SIDE = 288
TO_CROP = np.array([[130.0, 0, 144], [0, 130, 144], [0, 0, 1]])  # a seal's own frame to the crop


def framed(seed: int, shape: str) -> list[drawn.TextPath]:
    """The paths of a drawn seal of a shape in a crop around it."""
    truth = make_scene(seed, "easy", shape=shape, grey=False, bundled_only=True).truths[0]
    outline = outline_of(truth)
    low, high = outline.min(axis=0), outline.max(axis=0)
    scale = 0.9 * SIDE / (high - low).max()
    shift = SIDE / 2 - scale * (low + high) / 2
    to_crop = np.array([[scale, 0, shift[0]], [0, scale, shift[1]], [0, 0, 1]])
    return [path.mapped(to_crop) for path in truth.paths]


def nearest(found: list[TextPath], path: drawn.TextPath) -> TextPath:
    middle = middle_line(path).points
    return min(
        (one for one in found if one.kind.value == CLASSES[class_of(path) - 1]),
        key=lambda one: float(
            np.linalg.norm(one.centre_line[len(one.centre_line) // 2] - middle[len(middle) // 2])
        ),
    )


@pytest.mark.parametrize("shape", ["round", "oval", "rectangle", "diamond", "triangle"])
def test_every_path_of_a_drawn_seal_is_found_where_it_stands(shape: str) -> None:
    tried = 0
    for seed in range(12):
        paths = framed(seed, shape)
        if any(character.legibility < 0.1 for path in paths for character in path.characters):
            continue
        tried += 1
        found = decode(perfect_maps(paths, (SIDE, SIDE)))
        assert sorted(one.kind.value for one in found) == sorted(CLASSES[class_of(p) - 1] for p in paths)
        for path in paths:
            one, line = nearest(found, path), middle_line(path)
            height = 2 * line.half_heights.mean()
            ends = np.linalg.norm(one.centre_line[[0, -1]] - line.points[[0, -1]], axis=1)
            apart = np.linalg.norm(one.centre_line[:, None] - line.points[None], axis=-1)
            assert ends.max() < 0.6 * height
            assert apart.min(axis=0).max() < 0.4 * height + 4
            assert one.height == pytest.approx(height, rel=0.05)
            assert one.confidence > 0.99
    assert tried >= 5


def test_the_characters_centres_come_in_reading_order() -> None:
    paths = framed(2, "round")
    title = next(path for path in paths if path.of_body)
    found = nearest(decode(perfect_maps(paths, (SIDE, SIDE))), title)
    expected = np.array([character.quad.mean(axis=0) for character in title.characters])
    assert np.abs(found.centres - expected).max() < 4


def on_arc(text: str, radius: float, kind: drawn.PathKind, **placed: float | bool) -> drawn.TextPath:
    face = find_faces(text, bundled_only=True)[0]
    run = set_on_arc(text, face, (radius, radius), 0.2, 0.2, kind=kind, **placed)  # type: ignore[arg-type]
    return run.path.mapped(TO_CROP)


def test_a_title_and_the_number_that_faces_it_are_two_paths() -> None:
    title = on_arc("春城贸易有限公司", 0.8, drawn.PathKind.ARC_OUTER, sweep=260.0, of_body=True)
    number = on_arc("4401060012345", 0.85, drawn.PathKind.ARC_LOWER, sweep=70.0)
    found = decode(perfect_maps([title, number], (SIDE, SIDE)))
    assert [one.kind for one in found] == [PathKind.TITLE_ARC, PathKind.LOWER_ARC]
    assert found[1].direction == pytest.approx((1.0, 0.0), abs=0.05)


def test_a_title_worn_away_in_the_middle_is_one_path() -> None:
    title = on_arc("春城贸易有限公司", 0.8, drawn.PathKind.ARC_OUTER, sweep=260.0, of_body=True)
    maps = perfect_maps([title], (SIDE, SIDE))
    maps[:, :30, 30:42] = 0
    (found,) = decode(maps)
    assert found.length == pytest.approx(0.8 * 130 * np.radians(260 + 14), rel=0.05)


def test_a_number_with_worn_digits_is_one_path() -> None:
    number = on_arc("4401060012345", 0.85, drawn.PathKind.ARC_LOWER, sweep=100.0)
    maps = perfect_maps([number], (SIDE, SIDE))
    maps[:, :, 34:40] = 0
    (found,) = decode(maps)
    assert found.kind is PathKind.LOWER_ARC


def test_texts_on_either_side_of_a_line_stay_apart() -> None:
    face = find_faces("编号年月日", bundled_only=True)[0]
    halves = [
        set_line(text, face, (x, 0.0), 0.15, 0.15, 0.15).path.mapped(TO_CROP)
        for text, x in (("编号", -0.5), ("年月日", 0.5))
    ]
    assert len(decode(perfect_maps(halves, (SIDE, SIDE)))) == 2


def test_an_arc_within_an_arc_stays_a_path_of_its_own() -> None:
    title = on_arc("春城贸易有限公司", 0.8, drawn.PathKind.ARC_OUTER, sweep=260.0, of_body=True)
    inner = on_arc("东山分公司", 0.55, drawn.PathKind.ARC_INNER, sweep=150.0)
    found = decode(perfect_maps([title, inner], (SIDE, SIDE)))
    assert [one.kind for one in found] == [PathKind.TITLE_ARC, PathKind.OTHER_ARC]


def test_two_rings_of_the_same_kind_are_not_merged() -> None:
    outer = on_arc("CHUNCHENG TRADING", 0.85, drawn.PathKind.ARC_OUTER, sweep=120.0)
    inner = on_arc("东山分公司", 0.55, drawn.PathKind.ARC_INNER, sweep=120.0)
    found = decode(perfect_maps([outer, inner], (SIDE, SIDE)))
    assert [one.kind for one in found] == [PathKind.OTHER_ARC, PathKind.OTHER_ARC]


def test_lines_that_meet_at_a_corner_are_two_paths() -> None:
    face = find_faces("鹤山县水产公司", bundled_only=True)[0]
    sides = [
        set_line(text, face, (x, -0.2), 0.2, 0.2, 0.2, angle=angle).path.mapped(TO_CROP)
        for text, x, angle in (("鹤山县", -0.22, -45.0), ("水产公司", 0.24, 45.0))
    ]
    found = decode(perfect_maps(sides, (SIDE, SIDE)))
    headings = sorted(round(float(np.degrees(np.arctan2(*one.direction[::-1])))) for one in found)
    assert headings == pytest.approx([-45, 45], abs=4)


def test_columns_come_from_the_right_and_lines_from_the_top() -> None:
    face = find_faces("王小明印章", bundled_only=True)[0]
    columns = [
        set_column(text, face, (x, 0.0), 0.5, 0.5, 0.55).path.mapped(TO_CROP)
        for text, x in (("明印", -0.4), ("王小", 0.4))
    ]
    found = decode(perfect_maps(columns, (SIDE, SIDE)))
    assert [round(float(one.centre_line[0, 0])) for one in found] == [196, 92]
    lines = [set_line("印章", face, (0.0, y), 0.2, 0.2, 0.2).path.mapped(TO_CROP) for y in (0.4, -0.4, 0.0)]
    found = decode(perfect_maps(lines, (SIDE, SIDE)))
    assert [round(float(one.centre_line[0, 1])) for one in found] == pytest.approx([92, 144, 196], abs=2)


def test_an_arc_is_fitted_about_the_rims_centre_where_there_is_a_rim() -> None:
    squeeze = np.diag([1.0, 0.7, 1.0])
    face = find_faces("专用章", bundled_only=True)[0]
    run = set_on_arc("专用章", face, (0.8, 0.8), 0.2, 0.2, 40.0)
    path = run.path.mapped(TO_CROP @ squeeze)
    rim = Ellipse(144.0, 144.0, 130.0, 91.0)
    (found,) = decode(perfect_maps([path], (SIDE, SIDE)), rim)
    apart = (found.centre_line - [144, 144]) / [130, 91]
    assert np.hypot(*apart.T) == pytest.approx(0.8, abs=0.02)


def test_maps_without_text_have_no_path() -> None:
    assert decode(np.zeros((MAPS, 64, 64), np.float32)) == []


def test_a_speck_is_no_path() -> None:
    maps = np.zeros((MAPS, 64, 64), np.float32)
    maps[3, 20, 20:22] = 1
    maps[5], maps[7] = 1, 10
    assert decode(maps) == []
