"""Spaces in the values of a form."""

from __future__ import annotations

import numpy as np

from sealstack.models.form.reader import FormReader
from sealstack.models.form.template import FieldMark
from tests.models.text import drawing


def test_a_value_keeps_the_space_between_date_and_time(reader: FormReader) -> None:
    def copy(when: str) -> np.ndarray:
        labels = [("入住登记单", 300, 40, 44), ("姓名：王小明", 60, 160, 30), ("签名：", 60, 400, 30)]
        return drawing.page([*labels, ("时间：", 60, 280, 30), (when, 160, 280, 30)], 800, 500)

    template = copy("2030.11.21 08:15:40")
    box = np.array([[150, 272], [640, 272], [640, 326], [150, 326]], np.float32)
    features = reader.describe(template)
    (field,) = reader.read(copy("2031.04.05 16:27:38"), [FieldMark("time", box)], features).fields
    assert field.value == "2031.04.05 16:27:38"
