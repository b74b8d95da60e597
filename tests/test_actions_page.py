"""docs/actions.md: its example is an Action that works."""

import re
import sys
from pathlib import Path
from types import ModuleType

import pytest

from sealstack.service.dialects.tencent.actions import registry
from tests.service.client import Caller
from tests.service.doubles import FakeReaders, a_line

PAGE = Path(__file__).parents[1] / "docs" / "actions.md"


@pytest.fixture
def action(monkeypatch):
    """The page's example, registered."""
    program, registration = re.findall(r"```python\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    assert registration == "text_detect.ACTION,\n"
    module = ModuleType("text_detect")
    monkeypatch.setitem(sys.modules, "text_detect", module)
    exec(compile(program, str(PAGE), "exec"), vars(module))
    monkeypatch.setattr(registry, "ACTIONS", {**registry.ACTIONS, module.ACTION.name: module.ACTION})


@pytest.mark.usefixtures("action")
def test_the_example_answers():
    line = a_line("合同", [[0, 0], [9, 0], [9, 9], [0, 9]])
    answer = Caller(FakeReaders(lines=[line])).call("TextDetect")
    assert answer["HasText"] is True
    assert Caller(FakeReaders()).call("TextDetect")["HasText"] is False


@pytest.mark.usefixtures("action")
def test_the_example_has_all_that_the_gateway_gives():
    caller = Caller(FakeReaders())
    assert caller.error("TextDetect", Nonsense=1)[0] == "UnknownParameter"
    assert caller.error("TextDetect", ImageBase64="")[0] == "MissingParameter"


def test_without_its_registration_the_example_is_no_action():
    assert Caller(FakeReaders()).error("TextDetect")[0] == "InvalidAction"
