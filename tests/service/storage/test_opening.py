"""What the settings name is opened, made ready, or told to be wrong."""

import time
from dataclasses import replace
from pathlib import Path

import pytest

from sealstack.service.accounts import Account
from sealstack.service.dialects.tencent.access import open_accounts
from sealstack.service.settings.settings import Settings
from sealstack.service.settings.values import SettingsError
from sealstack.service.storage.opening import open_account_store, open_database
from sealstack.service.storage.upkeep import database_state, upgrade_database
from sealstack.templates_store import migration
from tests.service.dialects.tencent.signatures.wire import PYTHON, SECRET_ID, SECRET_KEY


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path / "data")


def test_a_database_is_made_and_migrated_in_the_data_folder(settings: Settings) -> None:
    database = open_database(settings)
    assert database.file == settings.data_dir / "sealstack.db"
    assert migration.current_revision(database) == migration.LATEST


def test_the_data_folder_may_be_in_the_home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert open_database(Settings()).file == tmp_path / ".local/share/sealstack/sealstack.db"


def test_a_url_comes_before_the_data_folder(settings: Settings, tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    assert open_database(replace(settings, database_url=f"sqlite:///{other}")).file == other


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("sqlite://", "OCR_DATABASE_URL: an SQLite database needs a file"),
        ("sqlite:////dev/null/x.db", "the database /dev/null/x.db cannot be used"),
    ],
)
def test_a_database_that_cannot_be_is_told(settings: Settings, url: str, told: str) -> None:
    with pytest.raises(SettingsError, match=told):
        open_database(replace(settings, database_url=url))


def test_without_accounts_the_service_is_open(settings: Settings) -> None:
    assert open_accounts(settings, open_database(settings)).is_open


def test_the_account_of_the_settings_is_one_of_them(settings: Settings) -> None:
    settings = replace(settings, secret_id=SECRET_ID, secret_key=SECRET_KEY)
    accounts = open_accounts(settings, open_database(settings))
    found = accounts.authenticate(PYTHON.post_json("127.0.0.1:8000", {}, timestamp=int(time.time())))
    assert found == Account(SECRET_ID, SECRET_KEY, name="OCR_SECRET_ID")


def test_public_hosts_are_those_of_the_settings(settings: Settings) -> None:
    settings = replace(settings, secret_id=SECRET_ID, secret_key=SECRET_KEY, public_hosts=("ocr.mycorp.cn",))
    accounts = open_accounts(settings, open_database(settings))
    request = PYTHON.post_json("ocr.mycorp.cn", {}, timestamp=int(time.time()))
    assert accounts.authenticate(replace(request, headers={**request.headers, "host": "inner"}))


def test_accounts_whose_key_is_lost_stop_the_start(settings: Settings) -> None:
    database = open_database(settings)
    open_account_store(settings, database).add(Account(SECRET_ID, SECRET_KEY))
    (settings.data_dir / "account.key").unlink()
    with pytest.raises(SettingsError, match="key of the accounts cannot be read"):
        open_accounts(settings, database)


def test_where_nothing_is_migrated_other_tables_are_refused_and_left_alone(settings: Settings) -> None:
    by_hand = replace(settings, migrate=False)
    with pytest.raises(SettingsError, match=r"is at revision base, and this version needs .* db upgrade"):
        open_database(by_hand)
    assert not database_state(by_hand).is_current
    upgrade_database(by_hand)
    assert migration.current_revision(open_database(by_hand)) == migration.LATEST
