"""The list of Actions. To add one, write its file and name it here."""

from __future__ import annotations

from collections.abc import Mapping

from service.actions import (
    add_template,
    delete_template,
    general_accurate_ocr,
    general_basic_ocr,
    general_fast_ocr,
    list_templates,
    query_template,
    seal_ocr,
)
from service.actions.action import Action

ACTIONS: Mapping[str, Action] = {
    action.name: action
    for action in (
        seal_ocr.ACTION,
        general_basic_ocr.ACTION,
        general_accurate_ocr.ACTION,
        general_fast_ocr.ACTION,
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
