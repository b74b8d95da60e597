"""Secret keys are encrypted with a key from a setting or a private file, and never given away without it."""

import errno
import os
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from sealstack.service.accounts.encryption import AccountKeyError, SecretKeyCipher
from tests.processes import forked_elsewhere

SECRET_KEY = "Gu5t9xGARNpq86cd98joQYCN3EXAMPLE"


@pytest.fixture
def key_file(tmp_path: Path) -> Path:
    return tmp_path / "data" / "account.key"


def encrypt_in_a_process(key_file: Path) -> bytes:
    return SecretKeyCipher("", key_file).encrypt(SECRET_KEY)


def test_what_was_encrypted_can_be_decrypted_and_does_not_show(key_file: Path) -> None:
    cipher = SecretKeyCipher("", key_file)
    sealed = cipher.encrypt(SECRET_KEY)
    assert SECRET_KEY.encode() not in sealed
    assert cipher.decrypt(sealed) == SECRET_KEY


def test_the_same_secret_key_never_looks_the_same(key_file: Path) -> None:
    cipher = SecretKeyCipher("", key_file)
    assert cipher.encrypt(SECRET_KEY) != cipher.encrypt(SECRET_KEY)


def test_the_file_is_made_on_first_use_and_only_this_user_may_read_it(key_file: Path) -> None:
    cipher = SecretKeyCipher("", key_file)
    assert not key_file.exists()
    cipher.encrypt(SECRET_KEY)
    assert key_file.stat().st_mode & 0o777 == 0o600
    assert key_file.parent.stat().st_mode & 0o777 == 0o700
    assert [file.name for file in key_file.parent.iterdir()] == ["account.key"]


def test_the_file_s_mode_does_not_hang_on_the_umask(key_file: Path) -> None:
    before = os.umask(0)
    try:
        SecretKeyCipher("", key_file).encrypt(SECRET_KEY)
    finally:
        os.umask(before)
    assert key_file.stat().st_mode & 0o777 == 0o600


def test_a_later_process_decrypts_with_the_same_file(key_file: Path) -> None:
    sealed = SecretKeyCipher("", key_file).encrypt(SECRET_KEY)
    assert SecretKeyCipher("", key_file).decrypt(sealed) == SECRET_KEY


def test_processes_that_start_together_agree_on_one_file(key_file: Path) -> None:
    with forked_elsewhere(__name__).Pool(4) as pool:
        sealed_keys = pool.map(encrypt_in_a_process, [key_file] * 4)
    cipher = SecretKeyCipher("", key_file)
    assert {cipher.decrypt(sealed) for sealed in sealed_keys} == {SECRET_KEY}


@pytest.mark.parametrize("mode", [0o604, 0o640, 0o644, 0o660])
def test_a_file_that_others_may_read_is_refused_with_what_to_do(key_file: Path, mode: int) -> None:
    sealed = SecretKeyCipher("", key_file).encrypt(SECRET_KEY)
    key_file.chmod(mode)
    with pytest.raises(AccountKeyError, match=f"chmod 600 {key_file}"):
        SecretKeyCipher("", key_file).decrypt(sealed)
    with pytest.raises(AccountKeyError, match="chmod 600"):
        SecretKeyCipher("", key_file).encrypt(SECRET_KEY)


def test_a_link_in_place_of_the_file_is_refused(key_file: Path) -> None:
    SecretKeyCipher("", key_file).encrypt(SECRET_KEY)
    key_file.rename(key_file.with_name("elsewhere"))
    key_file.symlink_to("elsewhere")
    with pytest.raises(AccountKeyError, match="cannot be read"):
        SecretKeyCipher("", key_file).encrypt(SECRET_KEY)


def test_decrypting_makes_no_file(key_file: Path) -> None:
    with pytest.raises(AccountKeyError, match="restore it, set OCR_ACCOUNT_KEY"):
        SecretKeyCipher("", key_file).decrypt(b"gAAAA")
    assert not key_file.exists()


def test_a_key_in_the_settings_needs_no_file(key_file: Path) -> None:
    text = Fernet.generate_key().decode()
    sealed = SecretKeyCipher(text, key_file).encrypt(SECRET_KEY)
    assert SecretKeyCipher(text, key_file).decrypt(sealed) == SECRET_KEY
    assert not key_file.exists()


def test_another_key_decrypts_nothing_and_says_so(key_file: Path) -> None:
    sealed = SecretKeyCipher(Fernet.generate_key().decode(), key_file).encrypt(SECRET_KEY)
    with pytest.raises(AccountKeyError, match="stored with another key"):
        SecretKeyCipher(Fernet.generate_key().decode(), key_file).decrypt(sealed)


@pytest.mark.parametrize("text", ["short", "x" * 44, "印" * 44])
def test_a_setting_that_is_no_key_is_refused_at_once(key_file: Path, text: str) -> None:
    with pytest.raises(AccountKeyError, match="OCR_ACCOUNT_KEY holds no key"):
        SecretKeyCipher(text, key_file)


def test_a_damaged_file_is_refused(key_file: Path) -> None:
    sealed = SecretKeyCipher("", key_file).encrypt(SECRET_KEY)
    key_file.write_bytes(b"\xff\x00")
    with pytest.raises(AccountKeyError, match="holds no key"):
        SecretKeyCipher("", key_file).decrypt(sealed)


def test_a_key_that_cannot_be_written_is_told_with_its_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", fail)
    file = tmp_path / "account.key"
    with pytest.raises(AccountKeyError, match=f"cannot be written to {file}: no space left on device"):
        SecretKeyCipher("", file).encrypt("key")
    assert list(tmp_path.iterdir()) == []
