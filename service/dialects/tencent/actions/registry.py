"""The list of Actions. To add one, write its file and name it here."""

from __future__ import annotations

from collections.abc import Mapping

from sealstack.service.dialects.tencent.actions.action import Action
from sealstack.service.dialects.tencent.actions.general import accurate, basic, fast
from sealstack.service.dialects.tencent.actions.seal import seal_ocr
from sealstack.service.dialects.tencent.actions.templates import (
    add_template,
    delete_template,
    list_templates,
    query_template,
)

ACTIONS: Mapping[str, Action] = {
    action.name: action
    for action in (
        seal_ocr.ACTION,
        basic.ACTION,
        accurate.ACTION,
        fast.ACTION,
        add_template.ACTION,
        query_template.ACTION,
        delete_template.ACTION,
        list_templates.ACTION,
    )
}
"""Every Action, by name."""


def find_action(name: str) -> Action | None:
    """Find an Action by the name a client gave, whose first letter may be of either case."""
    return ACTIONS.get(name[:1].upper() + name[1:])
