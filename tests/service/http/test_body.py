"""Reading the body of a request."""

import io

import pytest
from flask import Request
from gunicorn.http.errors import InvalidChunkSize
from werkzeug.exceptions import ClientDisconnected, RequestEntityTooLarge
from werkzeug.test import EnvironBuilder

from sealstack.service.http.body import MalformedBodyError, drain, read_body


class Connection(io.BytesIO):
    """What a server reads a body from; counts how often it is asked."""

    asked = 0

    def read(self, size=-1):
        self.asked += 1
        return super().read(size)


def a_request(body, **more):
    environ = EnvironBuilder("/", method="POST", **more).get_environ()
    environ["wsgi.input"] = Connection(body)
    environ["CONTENT_LENGTH"] = str(len(body))
    return Request(environ)


def test_a_long_body_is_asked_for_once():
    request = a_request(b"x" * 3_000_000)
    connection = request.environ["wsgi.input"]
    assert read_body(request, 4_000_000) == b"x" * 3_000_000
    assert connection.asked == 1


def test_a_body_may_be_read_again_and_parsed_as_a_form():
    request = a_request(b"a=1&b=2", content_type="application/x-www-form-urlencoded")
    assert read_body(request, 100) is read_body(request, 100)
    assert request.form.to_dict() == {"a": "1", "b": "2"}


def test_nothing_is_read_of_a_body_that_announces_too_much():
    request = a_request(b"x" * 101)
    connection = request.environ["wsgi.input"]
    with pytest.raises(RequestEntityTooLarge):
        read_body(request, 100)
    assert connection.asked == 0


def test_a_body_in_chunks_is_refused_where_it_grows_too_long():
    request = a_request(b"x" * 101)
    del request.environ["CONTENT_LENGTH"]
    request.environ["wsgi.input_terminated"] = True
    with pytest.raises(RequestEntityTooLarge):
        read_body(request, 100)


def test_chunks_that_the_server_cannot_understand_are_the_client_s_fault():
    class Garbled:
        def read(self, size=-1):
            raise InvalidChunkSize(b"zz")

    request = a_request(b"")
    del request.environ["CONTENT_LENGTH"]
    request.environ.update({"wsgi.input": Garbled(), "wsgi.input_terminated": True})
    with pytest.raises(MalformedBodyError):
        read_body(request, 100)
    drain(request)


def test_a_client_that_goes_away_before_the_end_is_told_of():
    request = a_request(b"short")
    request.environ["CONTENT_LENGTH"] = "6"
    with pytest.raises(ClientDisconnected):
        read_body(request, 100)


def test_a_connection_that_breaks_is_a_client_that_went_away():
    class Broken(Connection):
        def read(self, size=-1):
            raise TimeoutError

    request = a_request(b"short")
    request.environ["wsgi.input"] = Broken(b"")
    with pytest.raises(ClientDisconnected):
        read_body(request, 100)
