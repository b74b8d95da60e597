"""A railway ticket: small, on blue stock, almost all of it printed in later."""

from __future__ import annotations

from bench.forms import contents
from bench.forms.layout import RED, FormLayout


def ticket() -> FormLayout:
    """Lay out the ticket; 86 by 54 millimetres, 9 fields."""
    form = FormLayout("ticket", 86, 54, paper=(0.98, 0.95, 0.9), stamped=False)
    form.blank("票号", (5, 2.5, 26, 5.5), lambda rng: "K" + contents.digits(6)(rng), 3.8, colour=RED)
    form.blank("出发站", (6, 8.5, 25, 6.5), contents.station, 4.4, "centre")
    form.blank("车次", (33, 8.5, 20, 6.5), contents.train, 4.2, "centre")
    form.rule(33, 15.6, 53, 15.6)
    form.blank("到达站", (55, 8.5, 25, 6.5), contents.station, 4.4, "centre")
    form.blank("日期", (6, 18.5, 30, 5), contents.date, 3.1)
    form.blank("时间", (37, 18.5, 11, 5), contents.clock, 3.1)
    form.word(48.5, 22.3, "开", 2.8)
    form.blank("座位", (56, 18.5, 24, 5), contents.seat, 3.1)
    form.blank("票价", (6, 24, 22, 5), contents.amount("￥", 3), 3.1)
    form.word(28.5, 27.8, "元", 2.8)
    form.blank("席别", (56, 24, 20, 5), contents.one_of("二等座", "一等座", "商务座", "硬座", "硬卧"), 3.1)
    form.word(6, 33, "限乘当日当次车", 3)
    form.frame(10, 40, 46, 9)
    form.word(12.5, 43.6, "购票请提前到站取票进站", 2.6)
    form.word(16, 47.4, "祝您旅途平安愉快", 2.6)
    form.frame(63, 34, 16, 16)
    for step in range(3):
        form.frame(65 + 2 * step, 36 + 2 * step, 12 - 4 * step, 12 - 4 * step)
    return form
