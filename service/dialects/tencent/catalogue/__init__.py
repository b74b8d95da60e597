"""Every error code that the Tencent dialect can answer with, and what it says in each language.

Codes and texts come from the public error code lists of the Tencent Cloud API 3.0 and of its OCR product,
from the comments of the official SDK (`ocr/v20181119/errorcodes.py`), and from messages of the real gateway
that users have quoted in public issue trackers. Where no text is known the wording is our own.
"""

from collections.abc import Mapping

from sealstack.service.dialects.tencent.catalogue.common_codes import COMMON_CODES
from sealstack.service.dialects.tencent.catalogue.entries import Entry, Origin
from sealstack.service.dialects.tencent.catalogue.ocr_codes import OCR_CODES

__all__ = ["CATALOGUE", "Entry", "Origin"]

CATALOGUE: Mapping[str, Entry] = {**COMMON_CODES, **OCR_CODES}
"""Every code, by name."""
