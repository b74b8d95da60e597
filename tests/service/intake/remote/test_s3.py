"""Pictures from s3:// URLs, against a server that speaks S3."""

import sys

import pytest

from sealstack.service.intake.errors import DownloadError, TooLargeError
from sealstack.service.intake.remote.s3 import S3Limits, download_s3, is_s3
from tests import needs
from tests.service.client import Caller
from tests.service.pictures import as_file, quartered

boto3 = needs.extra("s3", "boto3")
moto_server = needs.extra("test", "moto.server")

CONTENT = as_file(quartered(400, 300))
PATIENCE = 120.0  # seconds: a busy machine must not fail a test
KEYS = ("form.png", "a folder/表格 100%.png")


@pytest.fixture(scope="module")
def endpoint():
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("AWS_ACCESS_KEY_ID", "somebody")
        environment.setenv("AWS_SECRET_ACCESS_KEY", "secret")
        for name in ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy", "AWS_PROFILE"):
            environment.delenv(name, raising=False)
        server = moto_server.ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
        server.start()
        try:
            host, port = server.get_host_and_port()
            url = f"http://{host}:{port}"
            client = boto3.client("s3", endpoint_url=url, region_name="us-east-1")
            for bucket in ("forms", "private"):
                client.create_bucket(Bucket=bucket)
                for key in KEYS:
                    client.put_object(Bucket=bucket, Key=key, Body=CONTENT)
            yield url
        finally:
            server.stop()


@pytest.fixture
def limits(endpoint):
    return S3Limits(1_000_000, PATIENCE, endpoint, ("*",))


@pytest.mark.parametrize("key", KEYS)
def test_an_object_is_fetched_its_key_taken_literally(limits, key):
    assert download_s3(f"s3://forms/{key}", limits) == CONTENT


def test_the_scheme_may_be_of_any_case(limits):
    assert is_s3(" S3://forms/form.png")
    assert download_s3(" S3://forms/form.png ", limits) == CONTENT
    assert not is_s3("https://forms/form.png")


@pytest.mark.parametrize(
    ("url", "reason"),
    [("s3://forms/nothing.png", "NoSuchKey"), ("s3://nowhere/form.png", "NoSuchBucket")],
)
def test_what_is_not_there_is_told_by_the_servers_code(limits, url, reason):
    with pytest.raises(DownloadError, match=reason):
        download_s3(url, limits)


@pytest.mark.parametrize(
    "url", ["s3://", "s3://forms", "s3://forms/", "s3:///form.png", "s3://A_B/x", "s3://../x", "s3://a@b/x"]
)
def test_a_url_that_names_no_object_is_refused(limits, url):
    with pytest.raises(DownloadError, match="bucket/key"):
        download_s3(url, limits)


def test_an_object_that_is_too_large_is_refused(endpoint):
    with pytest.raises(TooLargeError, match=str(len(CONTENT) - 1)):
        download_s3("s3://forms/form.png", S3Limits(len(CONTENT) - 1, PATIENCE, endpoint, ("*",)))


def test_only_the_buckets_that_are_named_are_read(endpoint):
    limits = S3Limits(1_000_000, PATIENCE, endpoint, ("forms",))
    assert download_s3("s3://forms/form.png", limits) == CONTENT
    with pytest.raises(DownloadError, match="bucket"):
        download_s3("s3://private/form.png", limits)


def test_without_a_named_bucket_none_is_read(endpoint):
    with pytest.raises(DownloadError, match="Nothing is fetched from this bucket"):
        download_s3("s3://forms/form.png", S3Limits(1_000_000, PATIENCE, endpoint))


def test_a_server_out_of_reach_is_told():
    with pytest.raises(DownloadError, match="could not be fetched"):
        download_s3("s3://forms/form.png", S3Limits(1000, 2.0, "http://127.0.0.1:9", ("forms",)))


def test_without_boto3_the_extra_is_named(limits, monkeypatch):
    monkeypatch.setitem(sys.modules, "botocore.exceptions", None)
    with pytest.raises(DownloadError, match="`s3` extra"):
        download_s3("s3://forms/form.png", limits)


def test_templates_are_added_and_queried_by_s3_urls(endpoint, tmp_path):
    caller = Caller(data_dir=tmp_path, s3_endpoint=endpoint, s3_buckets=("forms",))
    template = [[[[10, 10], [50, 10], [50, 30], [10, 30]], "a"]]
    body = {"type": "add", "url": "s3://forms/form.png", "template": template}
    template_id = caller.http.post("/custom_ocr", json=body).get_json()["template_id"]
    query = {"template_id": template_id, "url": "s3://forms/form.png"}
    assert caller.http.post("/custom_ocr", json=query).get_json()[0]["key"] == "a"


def test_the_tencent_dialect_takes_no_s3_url(endpoint, tmp_path):
    caller = Caller(data_dir=tmp_path, s3_endpoint=endpoint, s3_buckets=("*",))
    code, message = caller.error("SealOCR", ImageUrl="s3://forms/form.png")
    assert code == "FailedOperation.DownLoadError"
    assert "http" in message
