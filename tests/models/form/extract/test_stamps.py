"""Stamps over print."""

from __future__ import annotations

import cv2
import numpy as np

from sealstack.models.form.extract.stamps import find_stamps, ink_left, without_stamp

RED, BLUE, BLACK = (60, 50, 210), (200, 70, 60), (30, 30, 30)


def page() -> np.ndarray:
    return np.full((600, 900, 3), 245, np.uint8)


def square(left: float, top: float, side: float) -> np.ndarray:
    return np.array(
        [[left, top], [left + side, top], [left + side, top + side], [left, top + side]], np.float32
    )


def test_a_red_ring_is_a_stamp_over_what_it_covers() -> None:
    image = page()
    cv2.circle(image, (300, 300), 90, RED, 8)
    (stamp,) = find_stamps(image)
    assert stamp.channel == 2
    assert stamp.lies_over(square(280, 280, 40))
    assert not stamp.lies_over(square(700, 100, 40))


def test_a_blue_ring_is_told_by_its_channel() -> None:
    image = page()
    cv2.circle(image, (300, 300), 90, BLUE, 8)
    assert [stamp.channel for stamp in find_stamps(image)] == [0]


def test_coloured_lines_of_text_and_rules_are_no_stamps() -> None:
    image = page()
    cv2.putText(image, "NO 0123456789 0123456789", (60, 100), cv2.FONT_HERSHEY_SIMPLEX, 1, RED, 2)
    cv2.rectangle(image, (20, 20), (880, 580), RED, 3)
    assert find_stamps(image) == []


def test_a_black_page_has_no_stamps() -> None:
    image = page()
    cv2.circle(image, (300, 300), 90, BLACK, 8)
    assert find_stamps(image) == []


def test_a_stamp_is_found_on_stock_ruled_in_its_colour() -> None:
    image = page()
    for y in range(100, 600, 100):
        cv2.line(image, (0, y), (899, y), RED, 2)
    cv2.circle(image, (300, 300), 80, RED, 8)
    (stamp,) = find_stamps(image)
    assert stamp.lies_over(square(280, 280, 40))
    assert not stamp.lies_over(square(700, 420, 60))


def test_the_ink_goes_and_the_print_stays() -> None:
    image = page()[:120, :300]
    cv2.line(image, (0, 40), (299, 40), RED, 9)
    cv2.line(image, (150, 0), (150, 119), BLACK, 9)
    cleaned = without_stamp(image, [2])
    assert cleaned[40, 60].min() > 215
    assert cleaned[80, 150].max() < 60
    assert cleaned[40, 150].max() < 90


def test_print_under_a_stamp_stays_dark_without_it() -> None:
    strip = np.full((40, 300, 3), 240, np.uint8)
    cv2.putText(strip, "K538310", (10, 30), cv2.FONT_HERSHEY_SIMPLEX, 1, BLACK, 2)
    cv2.circle(strip, (150, 20), 60, RED, 6)
    assert ink_left(strip, without_stamp(strip, (2,))) > 0.8


def test_of_print_in_the_stamps_colour_only_traces_are_left() -> None:
    strip = np.full((40, 300, 3), 240, np.uint8)
    cv2.putText(strip, "K538310", (10, 30), cv2.FONT_HERSHEY_SIMPLEX, 1, RED, 2)
    assert ink_left(strip, without_stamp(strip, (2,))) < 0.5
