import pytest

from sealstack.engine import Models
from tests.service.doubles import FakeReaders, a_line, a_seal
from tests.service.pictures import a_pdf, as_file, quartered


@pytest.fixture
def readers(monkeypatch):
    """Fake readers in the place of the networks; `loads` holds how they were asked for."""
    fake = FakeReaders(
        [a_seal("上海宝山测试有限公司", "财务专用章")],
        [a_line("合同编号", [[10, 10], [90, 10], [90, 30], [10, 30]])],
    )
    fake.asked = []

    def load_readers(device=None, threads=None, models=None):
        fake.asked.append((device, threads, models or Models()))
        return fake

    for module in ("paddlex.pipelines", "plain", "commands.reading"):
        monkeypatch.setattr(f"sealstack.{module}.load_readers", load_readers)
    for module in ("templates", "commands.template"):
        monkeypatch.setattr(f"sealstack.{module}.find_readers", load_readers)
    return fake


@pytest.fixture
def folder(tmp_path):
    """A folder with two pictures, a PDF of two pages, and a text."""
    (tmp_path / "a.png").write_bytes(as_file(quartered(400, 300)))
    (tmp_path / "b.jpg").write_bytes(as_file(quartered(300, 400), "JPEG"))
    (tmp_path / "c.pdf").write_bytes(a_pdf((100, 50), (80, 90)))
    (tmp_path / "d.txt").write_text("no picture")
    return tmp_path
