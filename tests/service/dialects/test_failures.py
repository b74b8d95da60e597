"""What goes wrong is answered with codes and statuses that the page of errors explains."""

import pytest
from flask import Flask, request
from werkzeug.exceptions import (
    ClientDisconnected,
    Forbidden,
    MethodNotAllowed,
    RequestEntityTooLarge,
    Unauthorized,
)

from sealstack.service.accounts.limits.throttle import RateExceededError
from sealstack.service.dialects.custom_ocr.catalogue import CATALOGUE
from sealstack.service.dialects.custom_ocr.errors import refusal_of
from sealstack.service.dialects.failures import CAUSES, failure_of
from sealstack.service.http.body import BodyNotKeptError, MalformedBodyError
from sealstack.service.intake.errors import DownloadError, NotAPictureError, TooLargeError
from sealstack.service.readers.inference import Overloaded, ReadingTooLongError
from sealstack.service.settings.settings import Settings
from sealstack.service.templates.errors import InvalidTemplateError, ReadingFailedError, TemplateMismatchError
from sealstack.service.texts import Text
from sealstack.templates_store.templates import TemplateNotFoundError
from sealstack.templates_store.trouble import DatabaseTroubleError, Trouble

WHY = Text("原因。", "a reason.")

OF_ALL = [
    *(DownloadError(WHY), NotAPictureError(WHY), TooLargeError(WHY)),
    *(Overloaded(32), ReadingTooLongError(30.0), RequestEntityTooLarge(), MalformedBodyError()),
    *(
        BodyNotKeptError(),
        ClientDisconnected(),
        ConnectionError(),
        BlockingIOError(),
        ValueError("unforeseen"),
    ),
]
OF_TEMPLATES = [
    *(InvalidTemplateError(WHY), TemplateMismatchError(), TemplateNotFoundError("0" * 40)),
    *(ReadingFailedError(), RateExceededError(5), DatabaseTroubleError(Trouble.FULL, "full")),
    *(Unauthorized(), Forbidden(), MethodNotAllowed()),
]


def name_of(raised: Exception) -> str:
    return type(raised).__name__


@pytest.mark.parametrize("raised", [*OF_ALL, *OF_TEMPLATES], ids=name_of)
def test_custom_ocr_refuses_with_a_code_of_its_catalogue(raised):
    refusal = refusal_of(raised)
    assert refusal.status == CATALOGUE[refusal.code].status
    assert refusal.message


@pytest.mark.parametrize("raised", OF_ALL, ids=name_of)
def test_the_serving_dialects_refuse_with_a_status_that_is_explained(raised):
    with Flask(__name__).test_request_context("/ocr", method="POST"):
        status, sentence = failure_of(raised, request, Settings())
    assert status in CAUSES
    assert sentence
