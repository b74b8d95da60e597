"""Memory that is shared, and the budget of pixels."""

import os
import sys
import threading
import time

import numpy as np
import pytest

from sealstack.service.intake.isolation.memory import (
    PixelBudget,
    finished_image,
    shared_file,
    writable_pixels,
)

ON_LINUX = pytest.mark.skipif(sys.platform != "linux", reason="needs Linux")


def nothing():
    pass


@pytest.fixture
def file():
    file = shared_file(2 * 4 * 3)
    yield file
    os.close(file)


def test_what_was_written_is_the_picture(file):
    writable_pixels(file)[:] = range(24)
    assert finished_image(file, 2, 4, nothing).ravel().tolist() == list(range(24))


@ON_LINUX
def test_nobody_can_shorten_it_under_who_reads_it(file):
    with pytest.raises(PermissionError):
        os.truncate(file, 1)


@ON_LINUX
def test_a_picture_that_is_still_being_written_is_none(file):
    pixels = writable_pixels(file)
    with pytest.raises(OSError, match="busy"):
        finished_image(file, 2, 4, nothing)
    del pixels
    assert finished_image(file, 2, 4, nothing).shape == (2, 4, 3)


@ON_LINUX
def test_once_finished_only_its_owner_changes_it(file):
    image = finished_image(file, 2, 4, nothing)
    with pytest.raises(PermissionError):
        writable_pixels(file)
    image[:] = 1
    assert not finished_image(file, 2, 4, nothing).any()


@pytest.mark.parametrize("size", [(2, 5), (20, 40)])
def test_a_picture_that_is_larger_than_its_memory(file, size):
    with pytest.raises((OSError, ValueError)):
        finished_image(file, *size, nothing)


def test_on_systems_without_such_files_a_temporary_one_does_as_well(monkeypatch):
    monkeypatch.delattr(os, "memfd_create", raising=False)
    file = shared_file(12)
    writable_pixels(file)[:] = 9
    assert (finished_image(file, 2, 2, nothing) == 9).all()
    os.close(file)


def test_the_end_of_the_last_look_at_it_is_told(file):
    told = []
    image = finished_image(file, 2, 4, lambda: told.append(True))
    row = np.asarray(image)[0]
    del image
    assert told == []
    del row
    assert told == [True]


def test_no_more_than_all_is_taken():
    budget = PixelBudget(10)
    assert budget.take(99, time.monotonic()) == 10


def test_who_came_first_is_served_first():
    budget, served = PixelBudget(10), []
    budget.take(6, time.monotonic())

    def take(pixels):
        budget.take(pixels, time.monotonic() + 60)
        served.append(pixels)

    threads = [threading.Thread(target=take, args=(pixels,)) for pixels in (9, 1)]
    for waiting, thread in enumerate(threads, 1):
        thread.start()
        while len(budget._waiting) < waiting:
            time.sleep(0.001)
    assert served == []  # though one is free
    budget.give(6)
    for thread in threads:
        thread.join(60)
    assert served == [9, 1]
    assert budget.taken == 10


def test_who_gives_up_leaves_the_way_free():
    budget = PixelBudget(10)
    budget.take(10, time.monotonic())
    with pytest.raises(TimeoutError):
        budget.take(5, time.monotonic() + 0.01)
    budget.give(10)
    assert budget.take(10, time.monotonic()) == 10
