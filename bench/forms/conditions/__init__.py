"""The conditions under which a filled form is seen, and how its template differs."""

from bench.forms.conditions.every import CONDITIONS, STRANGER, make_query
from bench.forms.conditions.growing import GROWS
from bench.forms.conditions.offices import OTHER_OFFICE
from bench.forms.conditions.scales import NINE_SCALES
from bench.forms.conditions.scans import PHOTOGRAPH, PRINT_OFF, SCANS, SEAL
from bench.forms.conditions.seen import Picture, Query, Template
from bench.forms.conditions.stacking import STACKED

__all__ = [
    "CONDITIONS",
    "GROWS",
    "NINE_SCALES",
    "OTHER_OFFICE",
    "PHOTOGRAPH",
    "PRINT_OFF",
    "SCANS",
    "SEAL",
    "STACKED",
    "STRANGER",
    "Picture",
    "Query",
    "Template",
    "make_query",
]
