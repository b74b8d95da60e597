"""How far each parameter and field of the API is served, as its schema says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from marshmallow.fields import Field


class Support(Enum):
    """How far a parameter or field is served."""

    YES = "yes"
    NULL = "null"
    NO = "no"
    OWN = "our own"


@dataclass(frozen=True)
class Standing:
    """How far one parameter or field is served.

    Attributes:
        support: how far.
        remark: why not further, or what there is to know; empty when it is as documented.
    """

    support: Support = Support.YES
    remark: str = ""


_KEY = "standing"


def served(remark: str) -> Mapping[str, Standing]:
    """Mark a parameter or field, in its schema's metadata, as served, with something to know about it."""
    return {_KEY: Standing(Support.YES, remark)}


def null(remark: str) -> Mapping[str, Standing]:
    """Mark a field, in its schema's metadata, as one that is null as a rule."""
    return {_KEY: Standing(Support.NULL, remark)}


def not_heeded(remark: str) -> Mapping[str, Standing]:
    """Mark a parameter, in its schema's metadata, as one that may be sent and changes nothing."""
    return {_KEY: Standing(Support.NO, remark)}


def own(remark: str) -> Mapping[str, Standing]:
    """Mark a field, in its schema's metadata, as one that the cloud's API does not have."""
    return {_KEY: Standing(Support.OWN, remark)}


def standing_of(field: Field[Any]) -> Standing:
    """How far the schema says that a parameter or field is served.

    Raises:
        TypeError: the schema's metadata has something else in that place.
    """
    standing = field.metadata.get(_KEY, Standing())
    if not isinstance(standing, Standing):
        raise TypeError(f"{field.data_key} has no proper standing in its metadata")
    return standing
