"""What the gateway checks, and in which order, with and without an account."""

import time

import pytest
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request

from tests.service.client import VERSION, Caller, error_of
from tests.service.dialects.tencent.signatures.wire import taken_over
from tests.service.pictures import as_base64
from tests.service.signing import authorization

SECRET_ID, SECRET_KEY = "AKIDtestingtestingtesting", "keykeykeykeykey"


@pytest.fixture
def opened():
    return Caller()


@pytest.fixture
def closed():
    return Caller(secret_id=SECRET_ID, secret_key=SECRET_KEY)


def signed_call(caller, parameters, *, key=SECRET_KEY, timestamp=None, secret_id=SECRET_ID, **headers):
    """Call SealOCR signed with TC3-HMAC-SHA256, some headers changed afterwards."""
    import json

    body = json.dumps(parameters).encode()
    named = {
        "Host": "localhost",
        "Content-Type": "application/json",
        "X-TC-Action": "SealOCR",
        "X-TC-Version": VERSION,
        "X-TC-Timestamp": str(int(time.time()) if timestamp is None else timestamp),
        "X-TC-Language": "en-US",
    }
    request = taken_over(Request(EnvironBuilder(method="POST", data=body, headers=named).get_environ()))
    named["Authorization"] = authorization(request, secret_id, key)
    named |= {name.replace("_", "-"): value for name, value in headers.items()}
    return caller.send(data=body, headers={name: value for name, value in named.items() if value})


def test_without_an_account_everyone_is_let_in(opened):
    assert opened.call()["SealBody"]


def test_without_an_account_a_wrong_signature_is_not_looked_at(opened):
    assert opened.call(headers={"Authorization": "TC3-HMAC-SHA256 nonsense"})["SealBody"]


def test_with_an_account_the_right_key_is_let_in(closed):
    assert signed_call(closed, {"ImageBase64": as_base64()})["SealBody"]


def test_with_an_account_a_wrong_key_is_refused(closed):
    code, message = error_of(signed_call(closed, {}, key="another"))
    assert code == "AuthFailure.SignatureFailure"
    assert message == (
        "The provided credentials could not be validated. Please check your signature is correct."
    )


def test_with_an_account_another_secret_id_is_refused(closed):
    code, message = error_of(signed_call(closed, {}, secret_id="AKIDnobody"))
    assert code == "AuthFailure.SecretIdNotFound"
    assert message == "The SecretId is not found, please ensure that your SecretId is correct."


def test_with_an_account_an_old_signature_is_refused(closed):
    code, _ = error_of(signed_call(closed, {}, timestamp=int(time.time()) - 3600))
    assert code == "AuthFailure.SignatureExpire"


def test_with_an_account_skip_is_refused(closed):
    code, _ = error_of(signed_call(closed, {}, Authorization="SKIP"))
    assert code == "AuthFailure.InvalidAuthorization"


def test_with_an_account_a_body_changed_on_the_way_is_refused(closed):
    class Changing(Caller):
        def send(self, *arguments, **request):
            return super().send(*arguments, **{**request, "data": request["data"] + b" "})

    changing = Changing(secret_id=SECRET_ID, secret_key=SECRET_KEY)
    assert error_of(signed_call(changing, {}))[0] == "AuthFailure.SignatureFailure"


# The order of the checks: each call below does everything wrong that comes later, too.


def test_the_method_is_checked_before_anything_missing(closed):
    assert error_of(closed.send("PUT"))[0] == "UnsupportedProtocol"


def test_the_action_is_missed_before_the_version(closed):
    assert closed.error("", headers={"X-TC-Version": ""})[1].endswith("`Action`.")


def test_a_missing_timestamp_is_told_before_a_wrong_version(closed):
    inside = signed_call(closed, {}, X_TC_Timestamp="", X_TC_Version="1999-01-01")
    assert error_of(inside) == (
        "MissingParameter",
        "The request is missing a required parameter `Timestamp`.",
    )


def test_the_version_is_checked_before_the_action(closed):
    inside = signed_call(closed, {}, X_TC_Version="1999-01-01", X_TC_Action="Nonsense")
    assert error_of(inside)[0] == "NoSuchVersion"


def test_the_action_is_checked_before_the_signature(closed):
    assert error_of(signed_call(closed, {}, key="another", X_TC_Action="Nonsense"))[0] == "InvalidAction"


def test_the_signature_is_checked_before_unknown_parameters(closed):
    inside = signed_call(closed, {"Nonsense": 1}, key="another")
    assert error_of(inside)[0] == "AuthFailure.SignatureFailure"


def test_the_signature_is_checked_before_the_form_of_the_body(closed):
    inside = closed.send(
        data="{nonsense",
        headers={
            "X-TC-Action": "SealOCR",
            "X-TC-Version": VERSION,
            "X-TC-Timestamp": str(int(time.time())),
            "Authorization": "SKIP",
        },
    )
    assert error_of(inside)[0] == "AuthFailure.InvalidAuthorization"


def test_unknown_parameters_are_refused_before_wrong_ones(opened):
    assert opened.error(PdfPageNumber=0, Nonsense=1) == (
        "UnknownParameter",
        "The parameter `Nonsense` is not recognized.",
    )


def test_wrong_parameters_are_refused_before_the_picture_is_looked_at(opened):
    code, message = opened.error(PdfPageNumber=0, ImageBase64="not a picture")
    assert code == "InvalidParameterValue.InvalidParameterValueLimit"
    assert message == ("Incorrect parameter value. `PdfPageNumber`: it must be at least 1, but 0 was sent.")


def test_unknown_parameters_are_ignored_when_a_setting_says_so():
    assert Caller(strict_parameters=False).call(Nonsense=1)["SealBody"]


def test_null_counts_as_not_sent(opened):
    assert opened.call(ImageBase64=as_base64(), ImageUrl=None, EnablePdf=None, Nonsense=None)["SealBody"]
