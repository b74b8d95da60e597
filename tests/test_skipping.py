"""Skipped tests are told, and fail where they ought to run."""

from pathlib import Path

import pytest

pytest_plugins = ["pytester"]

TESTS = """
import pytest

def test_that_wants_a_server():
    pytest.skip("needs a Redis server")

def test_that_runs():
    pass
"""
MODULE = """
import pytest

pytest.importorskip("no_such_module", reason="needs the extra scale: no_such_module is not installed")
"""


@pytest.fixture
def suite(pytester: pytest.Pytester) -> pytest.Pytester:
    """Two test files under this project's conftest: one of its tests and one whole file are skipped."""
    pytester.makeconftest((Path(__file__).parent / "conftest.py").read_text(encoding="utf-8"))
    pytester.makepyfile(test_server=TESTS, test_module=MODULE)
    return pytester


def test_whatever_lacks_something_is_skipped_by_default(suite: pytest.Pytester) -> None:
    suite.runpytest_inprocess().assert_outcomes(passed=1, skipped=2)


def test_a_reason_that_is_not_allowed_is_a_failure(suite: pytest.Pytester) -> None:
    done = suite.runpytest_inprocess("--may-skip", "the extra scale")
    done.assert_outcomes(passed=1, skipped=1, failed=1)
    done.stdout.fnmatch_lines(["must not be skipped here: Skipped: needs a Redis server"])


def test_a_whole_file_that_is_skipped_is_one_too(suite: pytest.Pytester) -> None:
    done = suite.runpytest_inprocess("--may-skip", "a Redis server", "--continue-on-collection-errors")
    done.assert_outcomes(passed=1, skipped=1, errors=1)


def test_the_files_with_skipped_tests_are_written_down(suite: pytest.Pytester) -> None:
    suite.runpytest_inprocess("--skips-to", "skipped.txt")
    lines = (suite.path / "skipped.txt").read_text(encoding="utf-8").splitlines()
    assert sorted(lines) == ["test_module.py", "test_server.py"]
