"""A business licence: framed, few words, much white."""

from __future__ import annotations

from bench.forms import contents
from bench.forms.layout import RED, FormLayout


def licence() -> FormLayout:
    """Lay out the licence; 297 by 210 millimetres, 8 fields, one of two lines."""
    form = FormLayout("licence", 297, 210, paper=(0.97, 1.0, 1.0))
    for inset in (8, 10, 14):
        form.frame(inset, inset, 297 - 2 * inset, 210 - 2 * inset)
    for x, y in ((14, 14), (271, 14), (14, 184), (271, 184)):
        form.frame(x, y, 12, 12)
        form.rule(x, y, x + 12, y + 12)
        form.rule(x, y + 12, x + 12, y)
    form.word(148, 56, "营 业 执 照", 15, centred=True)
    form.word(30, 36, "统一社会信用代码", 4.5)
    form.blank("统一社会信用代码", (28, 38, 70, 9), contents.tax_number, 5)
    rows = (
        ("名　　称", "名称", contents.company),
        ("类　　型", "类型", contents.one_of("有限责任公司", "个人独资企业", "股份有限公司")),
        ("法定代表人", "法定代表人", contents.person),
    )
    for number, (label, name, value) in enumerate(rows):
        y = 84 + 14 * number
        form.word(34, y, label, 5)
        form.blank(name, (64, y - 7, 82, 10), value, 5)
    form.word(34, 126, "住　　所", 5)
    form.blank("住所", (64, 118, 82, 21), contents.address_in_two_lines, 5)
    form.word(160, 84, "注册资本", 5)
    form.blank("注册资本", (190, 77, 72, 10), lambda rng: f"{rng.integers(1, 99)}0万元整", 5)
    form.word(160, 98, "成立日期", 5)
    form.blank("成立日期", (190, 91, 72, 10), contents.date, 5)
    form.word(180, 160, "登记机关", 6)
    form.blank("登记日期", (190, 172, 64, 10), contents.date, 5.5, "centre", RED[::-1])
    return form
