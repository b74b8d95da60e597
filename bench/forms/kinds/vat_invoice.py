"""An invoice for value added tax: brown stock, ruled, values printed in later."""

from __future__ import annotations

from bench.forms import contents
from bench.forms.layout import BLUE, BROWN, RED, FormLayout


def vat_invoice() -> FormLayout:
    """Lay out the invoice; 240 by 140 millimetres, 14 fields."""
    form = FormLayout("vat_invoice", 240, 140, stock=BROWN)
    form.word(120, 17, "增值税普通发票", 7, centred=True)
    form.rule(84, 20, 156, 20)
    form.rule(84, 21.5, 156, 21.5)
    form.word(172, 15, "No", 5)
    form.blank("发票号码", (182, 9, 36, 8), contents.digits(8), 5, colour=RED)
    form.word(172, 25, "开票日期：", 3.4)
    form.blank("开票日期", (190, 20.5, 40, 6.5), contents.date, 3.4, colour=BLUE)
    form.frame(12, 30, 216, 90)
    for y in (52, 60, 84, 92, 100):
        form.rule(12, y, 228, y)
    for x in (19, 130, 137):
        form.rule(x, 30, x, 52)
    for number, letter in enumerate("购买方"):
        form.word(13.6, 36 + 6 * number, letter, 3.6)
    for number, letter in enumerate("密码区"):
        form.word(131.6, 36 + 6 * number, letter, 3.6)
    form.word(21, 36, "名　　　　称：")
    form.blank("购买方名称", (46, 31.5, 80, 6), contents.company, 3.8, colour=BLUE)
    form.word(21, 42.5, "纳税人识别号：")
    form.blank("购买方税号", (46, 38, 80, 6), contents.tax_number, 3.8, colour=BLUE)
    form.word(21, 49, "地址、电话：")
    form.blank("地址", (46, 44.5, 80, 6), contents.address, 3.6, colour=BLUE)
    titles = (("货物或应税劳务名称", 14, 60), ("单位", 74, 16), ("数量", 90, 20), ("单价", 110, 26))
    for title, x, width in (*titles, ("金额", 136, 34), ("税率", 170, 18), ("税额", 188, 40)):
        form.word(x + width / 2, 57.2, title, 3.4, centred=True)
        if x > 20:
            form.rule(x, 52, x, 92)
    form.blank("货物名称", (14, 62, 58, 6.5), contents.goods, 3.6, colour=BLUE)
    form.blank("单位", (75, 62, 14, 6.5), contents.one_of("个", "台", "箱", "件", "套"), 3.6, "centre", BLUE)
    form.blank("数量", (91, 62, 18, 6.5), contents.count(99), 3.6, "right", BLUE)
    form.blank("单价", (111, 62, 24, 6.5), contents.amount(largest=4), 3.6, "right", BLUE)
    form.blank("金额", (138, 62, 31, 6.5), contents.amount(), 3.6, "right", BLUE)
    form.blank("税率", (171, 62, 16, 6.5), contents.one_of("3%", "6%", "9%", "13%"), 3.6, "centre", BLUE)
    form.blank("税额", (190, 62, 36, 6.5), contents.amount(largest=5), 3.6, "right", BLUE)
    form.word(30, 89.5, "合　　计")
    form.word(26, 97.5, "价税合计（大写）")
    form.word(150, 97.5, "（小写）")
    form.blank("价税合计", (166, 93, 50, 6), contents.amount("￥"), 3.8, colour=BLUE)
    form.word(21, 107, "销售方名称：")
    form.word(21, 114, "开户行及账号：")
    form.word(12, 128, "收款人：")
    form.word(70, 128, "复核：")
    form.blank("复核", (82, 123.5, 30, 6.5), contents.person, 3.8, colour=BLUE)
    form.word(120, 128, "开票人：")
    form.word(180, 128, "销售方：（章）")
    return form
