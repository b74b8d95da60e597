"""A parcel's waybill: upright, ruled, with bars."""

from __future__ import annotations

from bench.forms import contents
from bench.forms.layout import FormLayout


def waybill() -> FormLayout:
    """Lay out the waybill; 100 by 150 millimetres, 10 fields, two of two lines."""
    form = FormLayout("waybill", 100, 150)
    form.frame(3, 3, 94, 144)
    for y in (18, 40, 68, 96, 112, 130):
        form.rule(3, y, 97, y)
    form.word(7, 13, "顺达快递", 6)
    form.word(62, 13, "标准快件", 5)
    for step, width in enumerate((1, 3, 1, 2, 1, 1, 3, 2, 1, 2, 1, 3, 1, 1, 2, 3, 1, 2, 1, 1, 3)):
        for line in range(width):
            form.rule(12 + 3.5 * step + 0.3 * line, 21, 12 + 3.5 * step + 0.3 * line, 31)
    form.blank("运单号", (20, 32, 60, 7), contents.digits(13), 4.6, "centre")
    for top, role in ((40, "收"), (68, "寄")):
        form.rule(12, top, 12, top + 28)
        form.word(5, top + 12, role, 5)
        form.word(5, top + 20, "件", 5)
        form.blank(f"{role}件人", (14, top + 1.5, 30, 7), contents.person, 4.2)
        form.blank(f"{role}件电话", (50, top + 1.5, 44, 7), contents.telephone, 4.2)
        form.blank(f"{role}件地址", (14, top + 10, 80, 15), contents.address_in_two_lines, 4)
    form.word(6, 102, "内件品名：", 3.4)
    form.blank("品名", (24, 97, 32, 7), contents.goods, 3.6)
    form.word(58, 102, "重量：", 3.4)
    form.blank("重量", (69, 97, 17, 7), contents.amount(largest=2), 3.6)
    form.word(87, 102, "千克", 3.4)
    form.word(6, 109.5, "付款方式：月结　　寄付　　到付", 3.2)
    form.word(6, 118, "签收人：", 3.6)
    form.word(52, 118, "签收日期：", 3.6)
    form.blank("签收日期", (69, 113.5, 27, 6.5), contents.short_date, 3.4)
    form.word(6, 136, "您对此单的签收，代表您已验收，确认商品信息无误", 3)
    form.word(6, 142, "客服电话：95000　　网址：www.example.com", 3)
    return form
