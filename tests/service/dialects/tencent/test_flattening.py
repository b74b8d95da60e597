"""Nested values written flat."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sealstack.service.dialects.tencent.errors import ApiError
from sealstack.service.dialects.tencent.flattening import unflatten


@pytest.mark.parametrize(
    ("flat", "nested"),
    [
        ({}, {}),
        ({"A": "x"}, {"A": "x"}),
        ({"A.0": "x", "A.1": "y"}, {"A": ["x", "y"]}),
        ({"A.0.Name": "n", "A.0.Values.0": "v"}, {"A": [{"Name": "n", "Values": ["v"]}]}),
        ({"A.B.C": "x"}, {"A": {"B": {"C": "x"}}}),
        ({"A.1": "x"}, {"A": {"1": "x"}}),
        ({f"A.{n}": str(n) for n in reversed(range(12))}, {"A": [str(n) for n in range(12)]}),
    ],
)
def test_levels_are_put_together_again(flat, nested):
    assert unflatten(flat) == nested


@pytest.mark.parametrize("flat", [{"A": "x", "A.0": "y"}, {"A.0": "y", "A": "x"}, {".".join("A" * 17): "x"}])
def test_names_that_contradict_each_other_are_refused(flat):
    with pytest.raises(ApiError) as refused:
        unflatten(flat)
    assert refused.value.code == "InvalidParameter"


def flatten(value, prefix=""):
    if isinstance(value, str):
        return {prefix: value}
    members = enumerate(value) if isinstance(value, list) else value.items()
    flat = {}
    for name, member in members:
        flat |= flatten(member, f"{prefix}.{name}" if prefix else str(name))
    return flat


NAMES = st.text("ABCdef_", min_size=1, max_size=5)
NESTED = st.dictionaries(
    NAMES,
    st.recursive(
        st.text(max_size=5),
        lambda inner: (
            st.lists(inner, min_size=1, max_size=11) | st.dictionaries(NAMES, inner, min_size=1, max_size=3)
        ),
        max_leaves=6,
    ),
    max_size=3,
)


@given(NESTED)
def test_what_an_sdk_flattened_comes_back_as_it_was(nested):
    assert unflatten(flatten(nested)) == nested


@given(st.dictionaries(st.text("A.01", max_size=8), st.text(max_size=3)))
def test_any_names_are_put_together_or_refused(flat):
    with suppress(ApiError):
        assert isinstance(unflatten(flat), dict)
