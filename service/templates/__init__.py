"""Templates of forms: parsed, kept, and queries read by them. Knows no wire format of an answer."""

from sealstack.service.templates.operations import AUTO, LONGEST_SIDE, TemplateReading, Templates

__all__ = ["AUTO", "LONGEST_SIDE", "TemplateReading", "Templates"]
