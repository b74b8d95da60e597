"""docs/errors.md is what `python docs/errors.py` writes, with a remedy for every code that is answered."""

import importlib.util
import sys
from pathlib import Path

import pytest

from sealstack.service.dialects.tencent.catalogue import CATALOGUE, Origin
from tests.test_documents import DOCUMENTS

DOCS = Path(__file__).parents[1] / "docs"
SERVED = [code for code, entry in CATALOGUE.items() if entry.origin is Origin.SERVED]


def load_generator():
    specification = importlib.util.spec_from_file_location("errors_page", DOCS / "errors.py")
    module = importlib.util.module_from_spec(specification)
    # dataclasses look their module up
    sys.modules["errors_page"] = module
    specification.loader.exec_module(module)
    return module


generator = load_generator()


def test_the_page_is_up_to_date():
    told = (DOCS / "errors.md").read_text("utf-8")
    assert told == generator.page(), "write it anew: python docs/errors.py"


def test_every_code_that_is_answered_has_a_remedy_and_no_other():
    assert sorted(generator.REMEDIES) == sorted(SERVED)


@pytest.mark.parametrize("code", SERVED)
def test_a_remedy_is_in_both_languages(code):
    remedy = generator.REMEDIES[code]
    for text in (remedy.cause, remedy.chinese):
        assert any("\u4e00" <= mark <= "\u9fff" for mark in text)
    assert not any("\u4e00" <= mark <= "\u9fff" for mark in remedy.english)


def test_the_links_of_the_remedies_are_tested():
    assert DOCS / "errors.md" in DOCUMENTS
