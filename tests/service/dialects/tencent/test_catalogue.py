"""The catalogue of errors: complete, in both languages, and all that ever leaves."""

import importlib
from string import Formatter

import pytest

from sealstack.service.dialects.tencent.catalogue import CATALOGUE, Origin
from sealstack.service.dialects.tencent.errors import ApiError, example_error
from sealstack.service.texts import LANGUAGES
from tests.service.client import Caller

EVERY_SENTENCE = [
    pytest.param(entry.text if not name else entry.variants[name], id=f"{code} {name}".strip())
    for code, entry in CATALOGUE.items()
    for name in ("", *entry.variants)
]


def places(template):
    return {name for _, name, _, _ in Formatter().parse(template) if name}


@pytest.mark.parametrize("text", EVERY_SENTENCE)
def test_both_languages_of_a_sentence_have_the_same_places(text):
    assert text.chinese
    assert text.english
    assert places(text.chinese) == places(text.english)


@pytest.mark.parametrize("code", CATALOGUE)
def test_every_code_can_be_said_in_every_language(code):
    messages = [example_error(code).message(language) for language in LANGUAGES]
    assert all(messages)
    assert not any("{" in message for message in messages)


def test_the_sdk_knows_every_code_of_the_ocr_product():
    errorcodes = importlib.import_module("tencentcloud.ocr.v20181119.errorcodes")
    known = {value for name, value in vars(errorcodes).items() if name.isupper()}
    common = ("AuthFailure", "RequestLimitExceeded")
    ours = {code for code in CATALOGUE if "." in code and not code.startswith(common)}
    unknown = ours - known
    # of the Actions that are our own
    assert unknown == {"FailedOperation.TemplateMismatch"}, "clients handle the codes that their SDK has"


@pytest.mark.parametrize("code", CATALOGUE)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_can_be_had_by_fault_injection(code, language):
    caller = Caller(faults=True)
    told = caller.error(headers={"X-Sealstack-Fault": code, "X-TC-Language": language})
    assert told == (code, example_error(code).message(language))


def test_a_code_outside_the_catalogue_cannot_be_raised():
    with pytest.raises(LookupError):
        ApiError("FailedOperation.Invented")


def test_an_error_needs_exactly_the_parameters_of_its_sentence():
    with pytest.raises(TypeError):
        ApiError("MissingParameter")
    with pytest.raises(TypeError):
        ApiError("FailedOperation.OcrFailed", reason="none")


def test_a_code_that_only_fault_injection_answers_says_so():
    injected = {code for code, entry in CATALOGUE.items() if entry.origin is Origin.INJECTED}
    assert "InternalError" in injected
    assert "FailedOperation.ImageNoText" not in injected
