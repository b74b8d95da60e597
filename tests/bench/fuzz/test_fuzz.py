"""Requests made by chance are answered as they should be: some of each kind, and all that were ever found.

`python -m bench.fuzz` sends 20,000.
"""

import pytest

from bench.fuzz import __main__ as command
from tests import needs

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("kind", ["pictures,json", "headers,signatures"])
def test_every_request_gets_one_right_answer(kind, tmp_path, monkeypatch, capsys):
    arguments = ["fuzz", "--count", "120", "--blank", "--only", kind, "--keep", str(tmp_path)]
    monkeypatch.setattr("sys.argv", arguments)
    assert command.main() == 0, capsys.readouterr().out


def test_calls_made_from_the_service_s_own_description_are_answered(tmp_path, monkeypatch, capsys):
    needs.extra("dev", "schemathesis")
    arguments = ["fuzz", "--count", "200", "--blank", "--only", "schema", "--keep", str(tmp_path)]
    monkeypatch.setattr("sys.argv", arguments)
    assert command.main() == 0
    assert "| schema | 0 |" not in capsys.readouterr().out
