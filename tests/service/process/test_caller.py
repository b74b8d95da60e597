"""Whether a client still waits."""

import socket

import pytest

from sealstack.service.process.caller import called_by, caller_has_left, has_closed


@pytest.fixture
def connection():
    ours, theirs = socket.socketpair()
    with ours, theirs:
        yield ours, theirs


def test_a_client_that_waits_is_there(connection):
    assert not has_closed(connection[0])


def test_a_client_that_has_sent_its_next_request_already_is_there(connection):
    connection[1].sendall(b"GET / HTTP/1.1\r\n")
    assert not has_closed(connection[0])


def test_a_client_that_closed_its_connection_has_left(connection):
    connection[1].close()
    assert has_closed(connection[0])


def test_so_it_has_when_it_sent_something_before_it_left(connection):
    connection[1].sendall(b"GET / HTTP/1.1\r\n")
    connection[1].close()
    assert has_closed(connection[0])


def test_a_client_that_will_send_no_more_counts_as_gone(connection):
    connection[1].shutdown(socket.SHUT_WR)
    assert has_closed(connection[0])


def test_a_connection_that_is_closed_here_is_gone(connection):
    connection[0].close()
    assert has_closed(connection[0])


def test_where_nobody_can_know_the_caller_is_there():
    assert not caller_has_left()


def test_the_caller_of_a_call_is_asked():
    with called_by(lambda: True):
        assert caller_has_left()
    assert not caller_has_left()
