"""A bank's transfer slip: wide, two columns of boxes, payer beside payee."""

from __future__ import annotations

from bench.forms import contents
from bench.forms.layout import FormLayout


def bank_slip() -> FormLayout:
    """Lay out the slip; 210 by 100 millimetres, 11 fields."""
    form = FormLayout("bank_slip", 210, 100)
    form.word(105, 13, "电子转账凭证", 7, centred=True)
    form.word(14, 22, "交易日期：", 3.6)
    form.blank("交易日期", (33, 17.5, 40, 6.5), contents.date, 3.6)
    form.word(128, 22, "交易流水号：", 3.6)
    form.blank("流水号", (151, 17.5, 46, 6.5), contents.digits(14), 3.6)
    form.frame(12, 26, 186, 60)
    for x in (20, 42, 105, 113, 135):
        form.rule(x, 26, x, 53)
    for y in (35, 44, 53, 62, 71):
        form.rule(20 if y < 53 else 12, y, 198 if y in (53, 62, 71) else 105, y)
        if y < 53:
            form.rule(113, y, 198, y)
    for left, role in ((12, "付款人"), (105, "收款人")):
        for number, letter in enumerate(role):
            form.word(left + 2, 34 + 7 * number, letter, 4)
        rows = (("户　名", "户名", contents.company), ("账　号", "账号", contents.digits(17)))
        for number, (label, name, value) in enumerate(rows):
            form.word(left + 12, 32 + 9 * number, label, 3.6)
            form.blank(f"{role}{name}", (left + 32, 27.5 + 9 * number, 59, 6.5), value, 3.6)
        form.word(left + 10.5, 50, "开户银行", 3.6)
        form.blank(f"{role}开户行", (left + 32, 45.5, 59, 6.5), contents.bank, 3.6)
    form.word(16, 59, "金额（小写）", 3.6)
    form.blank("金额", (46, 54.5, 60, 6.5), contents.amount("￥"), 3.8)
    form.word(116, 59, "币　种", 3.6)
    form.blank("币种", (137, 54.5, 40, 6.5), contents.one_of("人民币", "美元", "港币"), 3.6)
    form.word(16, 68, "用　途", 3.6)
    form.blank("用途", (46, 63.5, 120, 6.5), contents.goods, 3.6)
    form.word(16, 78, "备　注", 3.6)
    form.word(12, 94, "本凭证由系统自动生成，可登录网上银行核对", 3)
    form.word(150, 94, "银行盖章：", 3.4)
    return form
