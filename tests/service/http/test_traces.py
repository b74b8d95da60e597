"""Requests become spans at a real collector: OTLP over HTTP, taken by a server of the test's own."""

import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
import requests

from sealstack.service.http.traces import trace_observers
from sealstack.service.settings.values import SettingsError
from tests import needs
from tests.conformance.servers import serving
from tests.service.client import Caller
from tests.service.pictures import as_base64

PARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


class Collector:
    """Takes traces, and keeps their spans by name."""

    def __init__(self):
        messages = needs.extra("dev", "opentelemetry.proto.collector.trace.v1.trace_service_pb2")
        self.spans = {}
        self.resources = []
        self.came = threading.Event()
        collector = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                assert self.path == "/v1/traces"
                content = self.rfile.read(int(self.headers["Content-Length"]))
                if self.headers.get("Content-Encoding") == "gzip":
                    import gzip

                    content = gzip.decompress(content)
                told = messages.ExportTraceServiceRequest.FromString(content)
                for group in told.resource_spans:
                    collector.resources.append(values_of(group.resource.attributes))
                    for scope in group.scope_spans:
                        collector.spans |= {span.name: span for span in scope.spans}
                self.send_response(200)
                self.end_headers()
                collector.came.set()

            def log_message(self, *_):
                pass

        self._server = HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self):
        self._server.shutdown()
        self._server.server_close()


def values_of(attributes):
    return {each.key: each.value.string_value or each.value.int_value for each in attributes}


@pytest.fixture
def collector():
    needs.extra("dev", "opentelemetry.exporter.otlp.proto.http")
    running = Collector()
    yield running
    running.close()


def test_a_call_is_a_span_with_its_steps_at_the_collector(collector):
    with serving(OCR_TRACES_URL=collector.url) as server:
        answer = requests.post(
            f"http://{server.host}/",
            json={"ImageBase64": as_base64()},
            headers={"X-TC-Action": "SealOCR", "X-TC-Version": "2018-11-19", "traceparent": PARENT},
            timeout=60,
        ).json()["Response"]
        requests.get(f"http://{server.host}/healthz", timeout=60)
    assert collector.came.wait(60)
    call = collector.spans["SealOCR"]
    assert set(collector.spans) == {"SealOCR", "waiting", "decoding", "reading"}
    told = values_of(call.attributes)
    assert told["sealstack.request_id"] == answer["RequestId"]
    assert (told["sealstack.dialect"], told["sealstack.code"]) == ("tencent", "OK")
    assert told["http.response.status_code"] == 200
    assert call.trace_id.hex() == "0af7651916cd43dd8448eb211c80319c"
    assert call.parent_span_id.hex() == "b7ad6b7169203331"
    for name in ("waiting", "decoding", "reading"):
        step = collector.spans[name]
        assert step.parent_span_id == call.span_id
        assert call.start_time_unix_nano <= step.end_time_unix_nano <= call.end_time_unix_nano
    assert collector.resources[0]["service.name"] == "sealstack"


def test_a_collector_that_is_away_costs_no_call(tmp_path):
    needs.extra("dev", "opentelemetry.exporter.otlp.proto.http")
    caller = Caller(data_dir=tmp_path, traces_url="http://127.0.0.1:1")
    assert "Error" not in caller.call("SealOCR", ImageBase64=as_base64())


def test_without_a_url_nothing_is_sent():
    assert trace_observers("") == []


def test_without_the_packages_the_start_says_so(monkeypatch):
    import sys

    monkeypatch.setitem(sys.modules, "opentelemetry", None)
    with pytest.raises(SettingsError, match="install sealstack with its `traces` extra"):
        trace_observers("http://127.0.0.1:1")
