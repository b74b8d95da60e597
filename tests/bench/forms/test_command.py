"""The command, its calls and its figures."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from bench.forms import __main__ as command
from bench.forms.calls import Answer, CallFailed, HttpCaller, Marks, Picture
from bench.forms.conditions import Query
from bench.forms.figures import faults_table, figures_of
from bench.forms.outcomes import WRONG_FORM, Outcome

BLANK = np.zeros((20, 30, 3), np.uint8)
QUAD = np.array([[2, 2], [20, 2], [20, 9], [2, 9]], np.float32)


def outcome(condition: str, answer: dict[str, str] | None, stamped: tuple[str, ...] = ()) -> Outcome:
    told = None if answer is None else Answer(answer, dict.fromkeys(answer, QUAD))
    return Outcome(
        "ticket", condition, 0, Query(BLANK, {"票价": "53.0", "车次": "D6502"}, stamped), told, 0.5
    )


def test_fields_are_compared_and_a_refused_form_has_read_none() -> None:
    outcomes = [outcome("identity", {"票价": "53.0", "车次": "D6503"}), outcome("identity", None)]
    figures = figures_of(outcomes)["identity"]
    assert figures["field_exact"] == 0.25
    assert figures["refused"] == 0.5
    assert figures["forms"] == 2


def test_under_a_seal_only_the_fields_it_covers_count() -> None:
    figures = figures_of([outcome("seal over a field", {"票价": "53.0", "车次": ""}, ("票价",))])
    assert figures["seal over a field"]["fields"] == 1
    assert figures["seal over a field"]["field_exact"] == 1.0


def test_wrong_forms_count_for_refusal_alone() -> None:
    figures = figures_of([outcome(WRONG_FORM, None), outcome("identity", {"票价": "53.0", "车次": "D6502"})])
    assert figures[WRONG_FORM]["refused"] == 1.0
    assert "field_exact" not in figures[WRONG_FORM]
    assert figures["all right forms"]["refused"] == 0.0


def test_faults_are_listed_with_truth_and_reading() -> None:
    outcomes = [
        outcome("noise", {"票价": "58.0", "车次": "D6502"}),
        outcome(WRONG_FORM, {}),
        outcome("noise", None),
    ]
    table = faults_table(outcomes, 10)
    assert "| 53.0 |" in " ".join(table.split())
    assert "taken for it" in table
    assert "refused" in table
    assert "D6502" not in table


class EchoCaller:
    """Answers every field with the same word."""

    def __init__(self, threads: int = 1) -> None:
        self.marks: Sequence[str] = ()

    def add(self, image: Picture, marks: Marks) -> str:
        self.marks = [name for name, _ in marks]
        return "0"

    def query(self, template: str, image: Picture) -> Answer | None:
        return Answer(dict.fromkeys(self.marks, "same"), dict.fromkeys(self.marks, QUAD))


def test_the_command_prints_a_table_and_writes_figures_and_overlays(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(command, "DirectCaller", EchoCaller)
    wanted = ["--kind", "ticket", "--condition", "identity", "--count", "2", "--faults", "3"]
    status = command.main([*wanted, "--json", str(tmp_path / "f.json"), "--overlays", str(tmp_path / "o")])
    assert status == 0
    assert "| identity" in capsys.readouterr().out
    assert json.loads((tmp_path / "f.json").read_text())["identity"]["fields"] == 18
    assert len(list((tmp_path / "o").glob("ticket_identity_*.jpg"))) == 2


def test_a_service_that_is_not_there_is_a_failure_of_the_command(capsys: pytest.CaptureFixture[str]) -> None:
    wanted = ["--url", "http://127.0.0.1:9", "--kind", "ticket", "--condition", "identity", "--count", "1"]
    assert command.main(wanted) == 1
    assert "bench.forms:" in capsys.readouterr().err


class Response:
    def __init__(self, status_code: int, body: object) -> None:
        self.status_code, self._body, self.text = status_code, body, json.dumps(body)

    def json(self) -> object:
        return self._body


@pytest.mark.parametrize("value", ["南昌站", ["南昌", "站"]])
def test_answers_over_http_are_understood_in_both_forms(
    monkeypatch: pytest.MonkeyPatch, value: object
) -> None:
    caller = HttpCaller("http://127.0.0.1:9/")
    rows = [{"key": "到达站", "value": value, "score": 99.0, "position": QUAD.tolist()}, {"duration": 0.1}]
    monkeypatch.setattr(caller, "_post", lambda body: Response(200, rows))
    answer = caller.query("1", BLANK)
    assert answer is not None
    assert answer.values == {"到达站": "南昌站"}
    np.testing.assert_array_equal(answer.quads["到达站"], QUAD)


def test_a_mismatch_over_http_is_a_refusal_and_other_errors_are_failures(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    caller = HttpCaller("http://127.0.0.1:9/")
    refusal = Response(422, {"error": {"code": "TemplateMismatch", "message": ""}})
    monkeypatch.setattr(caller, "_post", lambda body: refusal)
    assert caller.query("1", BLANK) is None
    monkeypatch.setattr(caller, "_post", lambda body: Response(500, {"error": {"code": "InternalError"}}))
    with pytest.raises(CallFailed, match="500"):
        caller.query("1", BLANK)
    with pytest.raises(CallFailed, match="add: 500"):
        caller.add(BLANK, [("a", QUAD)])
