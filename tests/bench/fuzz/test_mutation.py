"""The same seed makes the same requests, whatever is made before or after."""

import numpy as np
import pytest

from bench.fuzz.makers import MAKERS
from bench.fuzz.mutation import mutated_json
from bench.fuzz.wire import Request


@pytest.mark.parametrize("kind", sorted(set(MAKERS) - {"signatures"}))  # those have the time of day in them
def test_a_request_is_made_anew_from_its_seed_and_number(kind):
    first, second = (MAKERS[kind](np.random.default_rng([3, 5])) for _ in range(2))
    assert first.written() == second.written()


@pytest.mark.parametrize("kind", MAKERS)
def test_a_request_is_kept_whole(kind):
    request = MAKERS[kind](np.random.default_rng(1))
    assert Request.from_json(request.to_json()).written() == request.written()


def test_the_document_that_is_changed_stays_as_it_was():
    document = {"a": [1, {"b": 2}], "c": "d"}
    for number in range(50):
        mutated_json(np.random.default_rng(number), document)
    assert document == {"a": [1, {"b": 2}], "c": "d"}
