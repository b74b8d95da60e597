"""Patterns that could keep a matcher busy are refused; the usual ones are taken."""

import re

import pytest

from sealstack.models.form.values.patterns import pattern_fault


@pytest.mark.parametrize(
    "pattern",
    [
        r"\d{8}",
        r"[A-Z]{2}\d{8,12}",
        r"\d{1,3}(,\d{3})*(\.\d+)?",
        r"(19|20)\d{2}-\d{1,2}-\d{1,2}",
        r".*公司",
        r".+@.+",
        r"(foo|bar){1,3}",
        "",
    ],
)
def test_usual_patterns_are_taken(pattern):
    assert pattern_fault(pattern) == ""


@pytest.mark.parametrize(
    "pattern",
    [
        r"(a+)+b",
        r"(a|aa)+b",
        r"(a*)*b",
        r"((((a*)*)*)*)*b",
        r"a*a*a*a*b",
        r"(\d+-?)*x",
        r"(a?){100}b",
        r"(?=(a+)+b)a",
        r"((a{0,119}){0,119}){0,119}",
    ],
)
def test_patterns_that_can_be_matched_in_too_many_ways_are_refused(pattern):
    assert "too long" in pattern_fault(pattern)


@pytest.mark.parametrize("pattern", ["(", "[", "*", r"(?P<x>a)(?P<x>b)", "a{2,1}"])
def test_what_is_no_pattern_is_refused_with_the_reason(pattern):
    with pytest.raises(re.error) as reason:
        re.compile(pattern)
    assert str(reason.value) in pattern_fault(pattern)


def test_a_pattern_of_more_than_200_characters_is_refused():
    assert pattern_fault("a" * 200) == ""
    assert "200" in pattern_fault("a" * 201)
