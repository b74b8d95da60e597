"""The examples of docs/python.md run as they stand there."""

import re
import shutil
from pathlib import Path

import pytest

PAGE = (Path(__file__).parents[2] / "docs" / "python.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^```python\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE)


@pytest.mark.parametrize(
    ("example", "printed"),
    list(
        zip(
            EXAMPLES,
            [
                "上海宝山测试有限公司 ('财务专用章',) (143, 78, 98, 97)\n合同编号\n",
                "name 张三\n",
                '"rec_texts": [',
            ],
            strict=True,
        )
    ),
)
def test_an_example_prints_what_was_read(readers, folder, monkeypatch, capsys, example, printed):
    for name in ("contract.jpg", "form.png", "filled.jpg"):
        shutil.copy(folder / "a.png", folder / name)
    monkeypatch.setenv("OCR_DATA_DIR", str(folder / "data"))
    readers.form_values = {"name": "张三"}
    monkeypatch.chdir(folder)
    exec(compile(example, "python.md", "exec"), {})
    assert printed in capsys.readouterr().out
