"""An invoice in English: a letter's page."""

from __future__ import annotations

from bench.forms import contents
from bench.forms.layout import FormLayout


def english_invoice() -> FormLayout:
    """Lay out the invoice; 210 by 297 millimetres, 10 fields, one of two lines."""
    form = FormLayout("english_invoice", 210, 297)
    form.word(20, 32, "INVOICE", 13)
    form.word(150, 26, "Northgate Office Supply", 4.5)
    form.word(150, 32, "12 Harbour Way, Portsmouth", 3.6)
    form.rule(20, 40, 190, 40)
    form.word(20, 54, "Bill to:", 4.4)
    form.blank("Customer", (20, 57, 80, 9), contents.english_company, 4.6)
    form.blank("Address", (20, 67, 80, 18), contents.english_address, 4.4)
    rows = (
        ("Invoice number:", "Invoice number", contents.digits(6)),
        ("Invoice date:", "Invoice date", contents.english_date),
        ("Due date:", "Due date", contents.english_date),
        ("Contact:", "Contact", contents.english_person),
    )
    for number, (label, name, value) in enumerate(rows):
        y = 58 + 9 * number
        form.word(112, y, label, 4.2)
        form.blank(name, (147, y - 6, 44, 8.5), value, 4.2)
    form.frame(20, 104, 170, 60)
    form.rule(20, 114, 190, 114)
    for x, title in ((20, "Description"), (104, "Quantity"), (130, "Unit price"), (160, "Amount")):
        form.word(x + 3, 111, title, 4.2)
        if x > 20:
            form.rule(x, 104, x, 164)
    form.blank("Description", (22, 117, 80, 9), contents.english_goods, 4.2)
    form.blank("Quantity", (106, 117, 22, 9), contents.count(60), 4.2, "right")
    form.blank("Unit price", (132, 117, 26, 9), contents.amount(largest=3), 4.2, "right")
    form.word(130, 176, "Total due:", 5)
    form.blank("Total", (156, 169, 34, 10), contents.amount("$", 5), 5, "right")
    form.word(20, 200, "Payment terms: thirty days net. Please quote the invoice number.", 3.8)
    form.word(20, 208, "Bank: Harbour Savings, sort code 20-41-77, account 55210984", 3.8)
    form.rule(20, 270, 190, 270)
    form.word(20, 277, "Registered in England No. 4471209", 3.4)
    return form
