"""Settings read from environment variables: `OCR_*`, one each."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import Field, fields
from typing import Any

from sealstack.service.settings.settings import Settings

PREFIX = "OCR_"


def variable(declared: Field[Any]) -> str:
    """Name the environment variable of a setting."""
    return PREFIX + declared.name.upper()


def read_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """Read the settings from environment variables; an unset or empty one keeps its default.

    Raises:
        SettingsError: a variable has an invalid value; the message names the variable.
    """
    values: dict[str, Any] = {}
    for declared in fields(Settings):
        text = environment.get(variable(declared), "").strip()
        if text:
            values[declared.name] = declared.metadata["parse"](variable(declared), text)
    return Settings(**values)


def unknown_variables(environment: Mapping[str, str] = os.environ) -> list[str]:
    """List the variables that begin like settings and are none: likely misspelt."""
    known = {variable(declared) for declared in fields(Settings)}
    return sorted(name for name in environment if name.startswith(PREFIX) and name not in known)
