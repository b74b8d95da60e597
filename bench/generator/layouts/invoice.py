"""An invoice or a receipt: ruled form, supervision seal on top, the seller's seal below."""

from __future__ import annotations

import numpy as np

from bench.generator import names, printing
from bench.generator.layouts import decor
from bench.generator.layouts.canvas import BLUE, BROWN, RED, Canvas, Place
from bench.generator.paper import BLACK, security_pattern


def invoice(rng: np.random.Generator, unit: float, bundled_only: bool = False) -> Canvas:
    """A tax invoice, 240 by 140 mm; `unit` is pixels a millimetre."""
    canvas = Canvas(240, 140, unit, rng, bundled_only)
    if rng.random() < 0.3:
        security_pattern(rng, canvas.sheet)
    shade = (BROWN, RED, BLUE)[int(rng.choice(3, p=[0.6, 0.15, 0.25]))]
    canvas.text(
        120,
        15,
        str(rng.choice(["增值税普通发票", "增值税专用发票", "通用机打发票"])),
        8,
        colour=shade,
        align="centre",
    )
    canvas.rule(85, 19, 155, 19, 0.3, shade)
    canvas.rule(85, 20.5, 155, 20.5, 0.3, shade)
    canvas.text(180, 12, f"№ {int(rng.integers(10**7, 10**8))}", 5, colour=BLUE)
    canvas.text(180, 24, "开票日期：" + names.date_text(rng, "line"), 3.6, colour=shade)
    canvas.frame(10, 32, 220, 94, 0.35, shade)
    for y in (54, 92, 100, 126 - 22):
        canvas.rule(10, y, 230, y, 0.3, shade)
    for x in (20, 120, 128):
        canvas.rule(x, 32, x, 54, 0.3, shade)
    labels = ("名　　　　称：", "纳税人识别号：", "地址、电话：", "开户行及账号：")
    seller = names.company(rng, 6, 18)
    values = ((names.company(rng, 6, 16), names.tax_number(rng)), (seller, names.tax_number(rng)))
    for block, top in enumerate((36.5, 108.5)):
        for number, label in enumerate(labels):
            y = top + number * 5
            canvas.text(22, y, label, 3.2, colour=shade)
            value = values[block][number] if number < 2 else printing.running_text(rng, 12)
            canvas.text(48, y, value, 3.4)
    _items(canvas, rng)
    canvas.text(22, 98, "价税合计（大写）", 3.2, colour=shade)
    canvas.text(70, 98, "壹仟贰佰叁拾肆元整", 3.6)
    canvas.text(150, 98, f"¥{rng.uniform(10, 99999):,.2f}", 3.6)
    for x, label in ((12, "收款人："), (70, "复核："), (120, "开票人："), (172, "销售方：（章）")):
        canvas.text(x, 132, label, 3.4, colour=shade)
    if rng.random() < 0.4:
        decor.matrix_code(canvas, 14, 5, 28)
    canvas.places.append(Place(198 + float(rng.normal(0, 4)), 115 + float(rng.normal(0, 4)), "oval", seller))
    if rng.random() < 0.7:
        canvas.places.append(Place(120, 17, "supervision"))
    return canvas


def _items(canvas: Canvas, rng: np.random.Generator) -> None:
    """The goods, one a line."""
    for x, label in zip(
        (24, 75, 100, 120, 145, 175, 205),
        ["货物名称", "规格", "单位", "数量", "单价", "金额", "税额"],
        strict=True,
    ):
        canvas.text(x, 58.5, label, 3.0)
    for row in range(int(rng.integers(1, 6))):
        y = 65 + row * 5
        canvas.text(14, y, printing.running_text(rng, int(rng.integers(4, 12))), 3.4)
        for x in (122, 145, 175, 205):
            canvas.text(x, y, f"{rng.uniform(1, 9999):.2f}", 3.2, colour=BLACK)


def receipt(rng: np.random.Generator, unit: float, bundled_only: bool = False) -> Canvas:
    """A receipt or voucher, 190 by 100 mm, stamped 现金收讫 and the like; `unit` is pixels a millimetre."""
    canvas = Canvas(190, 100, unit, rng, bundled_only)
    shade = (BLACK, RED, BLUE)[int(rng.integers(3))]
    canvas.text(
        95,
        16,
        str(rng.choice(["收　款　收　据", "费用报销单", "入库单", "领款凭证"])),
        7,
        colour=shade,
        align="centre",
    )
    canvas.text(95, 24, names.date_text(rng, "line"), 3.8, align="centre")
    y = 36.0
    for label in ("交款单位：", "金额（大写）：", "收款事由：", "备　　注："):
        canvas.text(18, y, label, 4.0, colour=shade)
        canvas.text(50, y, printing.running_text(rng, int(rng.integers(5, 16))), 4.2)
        canvas.rule(48, y + 1.5, 170, y + 1.5, 0.2, shade)
        y += 12
    canvas.frame(14, 28, 162, y - 34, 0.3, shade)
    canvas.text(18, y + 4, "会计　　　　　出纳　　　　　经手人", 3.8, colour=shade)
    if rng.random() < 0.6:
        canvas.signature(118, y + 2, 20, BLUE if rng.random() < 0.5 else BLACK)
    canvas.places.append(Place(float(rng.uniform(125, 160)), float(rng.uniform(35, 75)), "rectangle"))
    canvas.places.append(Place(float(rng.uniform(125, 155)), float(rng.uniform(60, 80)), None))
    canvas.places.append(Place(float(rng.uniform(40, 110)), float(rng.uniform(30, 80)), None))
    return canvas
