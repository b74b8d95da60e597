"""Draw this folder's invoice, its template, and a photograph of another invoice; always the same.

PYTHONPATH=. python examples/vat_invoice/draw.py
"""

import json
from pathlib import Path

import cv2
import numpy as np

from bench.forms.conditions import PHOTOGRAPH, make_query
from bench.forms.drawing import fill_in
from bench.forms.kinds import KINDS

HERE = Path(__file__).parent
HINTS = {
    "发票号码": "digits",
    "开票日期": "date",
    "购买方税号": {"regex": "[0-9A-Z]{15,20}"},
    "数量": "digits",
    "单价": "amount",
    "金额": "amount",
    "税率": {"regex": "\\d{1,2}%"},
    "税额": "amount",
    "价税合计": "amount",
}
"""What fields are known to hold; see docs/templates.md."""


def main() -> None:
    """Write the three files."""
    layout = KINDS["vat_invoice"]()
    form = fill_in(layout, np.random.default_rng(20_240_701))
    fields = [
        [np.rint(quad).astype(int).tolist(), name, *([HINTS[name]] if name in HINTS else [])]
        for name, quad in form.marks()
    ]
    lines = ",\n  ".join(json.dumps(field, ensure_ascii=False) for field in fields)
    (HERE / "template.json").write_text(f"[\n  {lines}\n]\n", encoding="utf-8")
    another = make_query(layout, PHOTOGRAPH, np.random.default_rng(20_240_703))
    for name, image in (("invoice.jpg", form.sheet), ("another_invoice.jpg", another.image)):
        cv2.imwrite(str(HERE / name), image, [cv2.IMWRITE_JPEG_QUALITY, 80])
    print(json.dumps(another.values, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
