"""docs/errors.md is what `python docs/errors.py` writes, with a remedy for every code that is answered."""

import importlib.util
from pathlib import Path

import pytest

from docs.remedies import CUSTOM_OCR, SERVING, TENCENT
from sealstack.service.dialects.custom_ocr import catalogue as custom_ocr
from sealstack.service.dialects.failures import CAUSES
from sealstack.service.dialects.tencent.catalogue import CATALOGUE, Origin
from tests.test_documents import DOCUMENTS

DOCS = Path(__file__).parents[1] / "docs"
SERVED = [code for code, entry in CATALOGUE.items() if entry.origin is Origin.SERVED]
DIALECTS = [(TENCENT, SERVED), (CUSTOM_OCR, custom_ocr.CATALOGUE), (SERVING, CAUSES)]
REMEDIES = [remedy for remedies, _ in DIALECTS for remedy in remedies.items()]


def load_generator():
    specification = importlib.util.spec_from_file_location("errors_page", DOCS / "errors.py")
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


generator = load_generator()


def test_the_page_is_up_to_date():
    told = (DOCS / "errors.md").read_text("utf-8")
    assert told == generator.page(), "write it anew: python docs/errors.py"


@pytest.mark.parametrize(("remedies", "codes"), DIALECTS, ids=["Tencent", "Custom OCR", "serving"])
def test_every_code_that_is_answered_has_a_remedy_and_no_other(remedies, codes):
    assert sorted(remedies) == sorted(codes)


@pytest.mark.parametrize("remedy", [pytest.param(remedy, id=str(code)) for code, remedy in REMEDIES])
def test_a_remedy_is_in_both_languages(remedy):
    for text in (remedy.cause, remedy.chinese):
        assert any("\u4e00" <= mark <= "\u9fff" for mark in text)
    assert not any("\u4e00" <= mark <= "\u9fff" for mark in remedy.english)


def test_a_code_without_a_remedy_is_named_with_the_place_to_add_it(monkeypatch):
    monkeypatch.delitem(TENCENT, "MissingParameter")
    with pytest.raises(SystemExit, match=r"MissingParameter has no remedy: add one to docs/remedies\.py"):
        generator.page()


def test_the_links_of_the_remedies_are_tested():
    assert DOCS / "errors.md" in DOCUMENTS
