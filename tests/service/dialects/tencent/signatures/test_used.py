"""What signatures were used for, remembered in a file or in Redis."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from sealstack.service.dialects.tencent.signatures import read_signature
from sealstack.service.dialects.tencent.signatures.used import (
    KEPT_SECONDS,
    MachineMemory,
    RedisMemory,
    UnreachableError,
    UsedSignatures,
    open_used_signatures,
)
from sealstack.service.settings.values import SettingsError
from tests import needs, redis_server
from tests.service.dialects.tencent.signatures.wire import PYTHON

ONE = read_signature(PYTHON.post_json("localhost", {"a": 1}))
OTHER = read_signature(PYTHON.post_json("localhost", {"a": 2}))


class Nowhere:
    """A memory out of reach."""

    def first_purpose(self, signature: bytes, purpose: str) -> str | None:
        raise UnreachableError("gone")

    def forget(self, signature: bytes) -> None:
        raise UnreachableError("gone")


@pytest.fixture(params=["machine", "redis"])
def used(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[UsedSignatures]:
    if request.param == "machine":
        yield UsedSignatures(MachineMemory(tmp_path / "used.db"))
        return
    needs.a_redis_server()
    with redis_server.server() as url:
        yield UsedSignatures(RedisMemory(url))


def test_a_signature_has_one_purpose(used: UsedSignatures) -> None:
    assert used.is_free(ONE, "reading", once=False)
    assert used.is_free(ONE, "reading", once=False)
    assert not used.is_free(ONE, "DeleteTemplate", once=True)
    assert used.is_free(OTHER, "DeleteTemplate", once=True)


def test_what_happens_once_happens_once(used: UsedSignatures) -> None:
    assert used.is_free(ONE, "AddTemplate", once=True)
    assert not used.is_free(ONE, "AddTemplate", once=True)
    assert not used.is_free(ONE, "reading", once=False)


def test_what_was_given_back_is_free(used: UsedSignatures) -> None:
    assert used.is_free(ONE, "AddTemplate", once=True)
    used.give_back(ONE)
    assert used.is_free(ONE, "AddTemplate", once=True)


def test_a_use_is_remembered_longer_than_any_timestamp_lasts(tmp_path: Path) -> None:
    clock = [1_000_000.0]
    used = UsedSignatures(MachineMemory(tmp_path / "used.db", now=lambda: clock[0]))
    assert used.is_free(ONE, "AddTemplate", once=True)
    clock[0] += 600
    assert not used.is_free(ONE, "AddTemplate", once=True)
    clock[0] += KEPT_SECONDS - 600
    assert used.is_free(ONE, "AddTemplate", once=True)


def test_the_processes_of_a_machine_remember_together(tmp_path: Path) -> None:
    assert open_used_signatures(tmp_path).is_free(ONE, "AddTemplate", once=True)
    assert not open_used_signatures(tmp_path).is_free(ONE, "AddTemplate", once=True)


def test_nothing_of_a_signature_is_in_the_file_and_nobody_else_may_read_it(tmp_path: Path) -> None:
    open_used_signatures(tmp_path).is_free(ONE, "AddTemplate", once=True)
    for file in tmp_path.iterdir():
        assert file.stat().st_mode & 0o777 == 0o600
        assert ONE.text.encode() not in file.read_bytes()


def test_while_the_memory_is_out_of_reach_the_machine_remembers_by_itself(tmp_path: Path) -> None:
    used = UsedSignatures(Nowhere(), fallback=MachineMemory(tmp_path / "used.db"))
    assert used.is_free(ONE, "AddTemplate", once=True)
    assert not used.is_free(ONE, "AddTemplate", once=True)


def test_without_any_memory_pictures_are_read_and_nothing_is_changed() -> None:
    used = UsedSignatures(Nowhere())
    assert used.is_free(ONE, "reading", once=False)
    with pytest.raises(UnreachableError):
        used.is_free(ONE, "AddTemplate", once=True)


def test_a_redis_out_of_reach_is_not_asked_each_time(tmp_path: Path) -> None:
    needs.extra("scale", "redis")
    memory = RedisMemory("redis://127.0.0.1:9/0")
    with pytest.raises(UnreachableError, match="9"):
        memory.first_purpose(b"a", "reading")
    with pytest.raises(UnreachableError, match="a moment ago"):
        memory.first_purpose(b"a", "reading")


def test_a_url_of_no_redis_is_told(tmp_path: Path) -> None:
    needs.extra("scale", "redis")
    with pytest.raises(SettingsError, match="OCR_REDIS_URL"):
        open_used_signatures(tmp_path, "http://localhost")
