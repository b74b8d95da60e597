"""Templates of forms: parsed, kept, and queries read by them. Knows no wire format of an answer."""

from sealstack.service.templates.matching import LONGEST_SIDE
from sealstack.service.templates.operations import AUTO, TemplateReading, Templates

__all__ = ["AUTO", "LONGEST_SIDE", "TemplateReading", "Templates"]
