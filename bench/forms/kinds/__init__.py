"""The kinds of forms that are drawn."""

from __future__ import annotations

from collections.abc import Callable

from bench.forms.kinds.bank_slip import bank_slip
from bench.forms.kinds.english_invoice import english_invoice
from bench.forms.kinds.licence import licence
from bench.forms.kinds.permit import permit
from bench.forms.kinds.receipt import receipt
from bench.forms.kinds.ticket import ticket
from bench.forms.kinds.vat_invoice import vat_invoice
from bench.forms.kinds.waybill import waybill
from bench.forms.layout import FormLayout

KINDS: dict[str, Callable[[], FormLayout]] = {
    "vat_invoice": vat_invoice,
    "ticket": ticket,
    "licence": licence,
    "waybill": waybill,
    "receipt": receipt,
    "english_invoice": english_invoice,
    "permit": permit,
    "bank_slip": bank_slip,
}
"""What lays out each kind."""
