"""JSON as people paste it: with the trailing commas that published samples have.

Parsers of JSON5 are no help: they forgive far more, comments and single quotes among it, which callers would
come to rely on. What the standard library refuses is parsed by it once more, without such commas.
"""

from __future__ import annotations

import json
import re
from typing import Any

from sealstack.service.http.long_json import load_json, require_few_values

# A string, ended or not, is passed over whole, so that no comma in it counts and no scan begins anew in it.
_STRING_OR_TRAILING_COMMA = re.compile(r'("(?:[^"\\]++|\\.)*+(?:"|\\?\Z))|,(?=\s*+[}\]])', re.DOTALL)


def parse_json(text: str | bytes) -> Any:
    """Parse JSON; a comma may stand before a closing bracket, and a byte order mark before everything.

    The time is in proportion to the length, and short: texts of millions of values are not parsed.

    Raises:
        ValueError: it is no JSON, also apart from such commas, is nested too deep, or has too many values.
    """
    try:
        try:
            if isinstance(text, bytes):
                return load_json(text)
            require_few_values(text)
            return json.loads(text)
        except json.JSONDecodeError:
            if isinstance(text, bytes):
                text = text.decode("utf-8-sig")
            return json.loads(_STRING_OR_TRAILING_COMMA.sub(r"\1", text))
    except RecursionError:
        raise ValueError("the JSON is nested too deep") from None
