"""The service with readers that read nothing: it decodes pictures, keeps templates, and is quick."""

from __future__ import annotations

from bench.blank_readers import BlankReaders
from sealstack.service.application import create_app

__all__ = ["BlankReaders", "app"]

app = create_app(readers=BlankReaders())
