"""A till's receipt: narrow, plain, much of it white."""

from __future__ import annotations

from bench.forms import contents
from bench.forms.layout import FormLayout


def receipt() -> FormLayout:
    """Lay out the receipt; 80 by 130 millimetres, 8 fields."""
    form = FormLayout("receipt", 80, 130, stamped=True)
    form.word(40, 14, "收　款　收　据", 6, centred=True)
    form.word(40, 20, "第二联　客户留存", 3, centred=True)
    form.rule(6, 24, 74, 24)
    rows = (
        ("单号：", "单号", contents.digits(10)),
        ("日期：", "日期", contents.short_date),
        ("收银员：", "收银员", contents.person),
        ("付款人：", "付款人", contents.person),
    )
    for number, (label, name, value) in enumerate(rows):
        y = 31 + 7.5 * number
        form.word(8, y, label, 3.6)
        form.blank(name, (23, y - 5, 46, 7), value, 3.8)
    form.rule(6, 58, 74, 58)
    form.word(8, 64, "项目", 3.6)
    form.word(58, 64, "金额", 3.6)
    form.blank("项目", (8, 66, 34, 7), contents.goods, 3.8)
    form.blank("金额", (44, 66, 28, 7), contents.amount(largest=4), 3.8, "right")
    form.rule(6, 84, 74, 84)
    form.word(8, 92, "合计：", 4.4)
    form.blank("合计", (24, 86.5, 46, 8), contents.amount("￥", 4), 4.6, "right")
    form.word(8, 101, "支付方式：", 3.6)
    form.blank("支付方式", (26, 96, 28, 7), contents.one_of("现金", "微信", "支付宝", "银行卡"), 3.8)
    form.word(40, 114, "谢谢惠顾　欢迎再次光临", 3.4, centred=True)
    form.word(40, 120, "请妥善保管此单据，七日内凭单退换", 2.8, centred=True)
    return form
