"""A permit to sell food: upright, framed, key and value in rows with dots beneath, a table of items."""

from __future__ import annotations

from bench.forms import contents
from bench.forms.layout import BROWN, FormLayout


def permit() -> FormLayout:
    """Lay out the permit; 210 by 290 millimetres, 9 fields."""
    form = FormLayout("permit", 210, 290, stock=BROWN[::-1], paper=(0.96, 1.0, 1.0))
    for inset in (7, 9):
        form.frame(inset, inset, 210 - 2 * inset, 290 - 2 * inset)
    form.word(105, 42, "食品经营许可证", 14, centred=True)
    form.word(112, 56, "许可证编号：", 4.4)
    form.blank("许可证编号", (139, 50.5, 56, 8), contents.licence_number, 4.6)
    rows = (
        ("经营者名称：", "经营者名称", contents.company),
        ("社会信用代码：", "社会信用代码", contents.tax_number),
        ("法定代表人：", "法定代表人", contents.person),
        ("住　　　　所：", "住所", contents.address),
        ("经营场所：", "经营场所", contents.address),
        ("主体业态：", "主体业态", contents.one_of("食品销售经营者", "餐饮服务经营者", "单位食堂")),
    )
    for number, (label, name, value) in enumerate(rows):
        y = 80 + 15 * number
        form.word(22, y, label, 5)
        form.blank(name, (62, y - 7, 124, 10), value, 5)
        form.rule(62, y + 3.6, 186, y + 3.6)
    form.frame(22, 168, 166, 30)
    form.rule(22, 178, 188, 178)
    for x, title in ((22, "经营项目"), (94, "食品类别"), (148, "备注")):
        form.word(x + 4, 175, title, 4.4)
        if x > 22:
            form.rule(x, 168, x, 198)
    form.word(26, 188, "预包装食品销售", 4.2)
    form.word(98, 188, "含冷藏冷冻食品", 4.2)
    form.word(22, 222, "投诉举报电话：12315", 4.6)
    form.word(112, 236, "发证机关：", 5)
    form.word(112, 250, "签发日期：", 5)
    form.blank("签发日期", (139, 243, 56, 10), contents.date, 5)
    form.word(22, 264, "有效期至：", 5)
    form.blank("有效期至", (50, 257, 56, 10), contents.date, 5)
    form.word(105, 276, "许可证应当悬挂在经营场所的显著位置", 4, centred=True)
    return form
