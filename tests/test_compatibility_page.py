"""docs/compatibility.md is what `python docs/compatibility.py` writes."""

import importlib.util
from pathlib import Path

from tencentcloud.ocr.v20181119 import errorcodes

from sealstack.service.dialects.tencent.actions.registry import ACTIONS
from sealstack.service.dialects.tencent.catalogue import CATALOGUE

DOCS = Path(__file__).parents[1] / "docs"


def generator():
    specification = importlib.util.spec_from_file_location("compatibility_page", DOCS / "compatibility.py")
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


def test_the_page_is_up_to_date():
    told = (DOCS / "compatibility.md").read_text("utf-8")
    assert told == generator().page(), "write it anew: python docs/compatibility.py"


def test_the_page_names_every_code_action_and_parameter():
    page = (DOCS / "compatibility.md").read_text("utf-8")
    for code in CATALOGUE:
        assert f"| `{code}` |" in page
    for action in ACTIONS.values():
        assert f"#### {action.name}\n" in page
        for field in action.request().fields.values():
            assert any(f"| `{field.data_key}{mark}` |" in page for mark in ("", "[]"))


def test_every_code_that_the_seal_page_documents_is_in_the_catalogue():
    documented = {
        *(errorcodes.FAILEDOPERATION_DOWNLOADERROR, errorcodes.FAILEDOPERATION_IMAGEDECODEFAILED),
        *(errorcodes.FAILEDOPERATION_IMAGENOTEXT, errorcodes.FAILEDOPERATION_OCRFAILED),
        *(errorcodes.FAILEDOPERATION_UNKNOWERROR, errorcodes.FAILEDOPERATION_UNOPENERROR),
        errorcodes.INVALIDPARAMETERVALUE_INVALIDPARAMETERVALUELIMIT,
        errorcodes.LIMITEXCEEDED_TOOLARGEFILEERROR,
        *(errorcodes.RESOURCEUNAVAILABLE_INARREARS, errorcodes.RESOURCEUNAVAILABLE_RESOURCEPACKAGERUNOUT),
        errorcodes.RESOURCESSOLDOUT_CHARGESTATUSEXCEPTION,
    }
    assert documented <= set(CATALOGUE)
