"""`sealstack account`: what it prints, keeps, and refuses."""

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from cryptography.fernet import Fernet

from sealstack.commands.account import account
from sealstack.service.accounts import AccountState, AccountStore, SecretKeyCipher
from sealstack.templates_store.database import Database, default_url

SECRET_ID = re.compile(r"AKID[A-Za-z0-9]{32}")
SECRET_KEY = re.compile(r"[A-Za-z0-9]{32}")


@pytest.fixture(autouse=True)
def data_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for variable in ("OCR_DATABASE_URL", "OCR_ACCOUNT_KEY", "OCR_SECRET_ID", "OCR_SECRET_KEY"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("OCR_DATA_DIR", str(tmp_path / "data"))
    return tmp_path / "data"


@pytest.fixture
def store(data_dir: Path) -> AccountStore:
    run("list")
    return AccountStore(Database(default_url(data_dir)), SecretKeyCipher("", data_dir / "account.key"))


def run(*arguments: str, entered: str = "") -> Result:
    return CliRunner().invoke(account, arguments, input=entered)


def well(*arguments: str, entered: str = "") -> str:
    result = run(*arguments, entered=entered)
    assert result.exit_code == 0, result.output
    return result.stdout


def added(*arguments: str) -> dict:
    return json.loads(well("add", "--json", *arguments))


def complaint(exit_code: int, *arguments: str, entered: str = "") -> str:
    result = run(*arguments, entered=entered)
    assert result.exit_code == exit_code
    assert "Traceback" not in result.output
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result.stderr


def test_an_added_account_has_new_keys_of_the_cloud_s_form(store: AccountStore) -> None:
    printed = well("add")
    secret_id, secret_key = re.fullmatch(r"SecretId:  (\S+)\nSecretKey: (\S+)\n", printed).groups()
    assert SECRET_ID.fullmatch(secret_id)
    assert SECRET_KEY.fullmatch(secret_key)
    assert store.find(secret_id).secret_key == secret_key


def test_two_accounts_have_different_keys() -> None:
    first, second = added(), added()
    assert first["secret_id"] != second["secret_id"]
    assert first["secret_key"] != second["secret_key"]


def test_an_account_is_added_as_described(store: AccountStore) -> None:
    made = added(
        "--name",
        "合同部",
        "--state",
        "not_activated",
        "--rate",
        "10",
        "--rate",
        "SealOCR=20",
        "--package",
        "100",
    )
    found = store.find(made["secret_id"])
    assert (found.name, found.state) == ("合同部", AccountState.NOT_ACTIVATED)
    assert (found.rates, found.package_remaining) == ({"*": 10, "SealOCR": 20}, 100)


def test_json_says_all_of_a_new_account() -> None:
    made = added("--name", "合同部", "--rate", "unlimited")
    assert made == {
        "secret_id": made["secret_id"],
        "secret_key": made["secret_key"],
        "name": "合同部",
        "state": "active",
        "package_remaining": None,
        "rates": {"*": 0},
        "created": made["created"],
    }
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00", made["created"])


@pytest.mark.parametrize("from_input", [True, False])
def test_keys_that_clients_have_already_can_be_brought_along(
    store: AccountStore, tmp_path: Path, from_input: bool
) -> None:
    (tmp_path / "key").write_text("Gu5t9xGARNpq86cd98joQYCN3EXAMPLE\n")
    file = "-" if from_input else str(tmp_path / "key")
    well(
        "add",
        "--secret-id",
        "AKIDmine",
        "--secret-key-file",
        file,
        entered="Gu5t9xGARNpq86cd98joQYCN3EXAMPLE\n",
    )
    assert store.find("AKIDmine").secret_key == "Gu5t9xGARNpq86cd98joQYCN3EXAMPLE"


def test_a_secret_id_is_taken_once() -> None:
    well("add", "--secret-id", "AKIDmine", "--secret-key-file", "-", entered="k")
    assert complaint(1, "add", "--secret-id", "AKIDmine", "--secret-key-file", "-", entered="k") == (
        "Error: there is an account AKIDmine already\n"
    )


@pytest.mark.parametrize(
    ("arguments", "entered", "told"),
    [
        (("--rate", "fast"), "", "'fast' is no rate"),
        (("--rate", "0"), "", "'0' is no rate"),
        (("--rate", "-1"), "", "'-1' is no rate"),
        (("--rate", "印章=1"), "", "'印章' is no name of an Action"),
        (("--rate", "=1"), "", "'' is no name of an Action"),
        (("--package", "-1"), "", "'-1' is no number of calls"),
        (("--package", "99999999999"), "", "is no number of calls"),
        (("--state", "happy"), "", "'happy' is not one of 'active', 'not_activated', 'in_arrears'"),
        (("--name", "x" * 129), "", "a name is one line of up to 128 characters"),
        (("--name", "a\nb"), "", "a name is one line"),
        (("--secret-id", "AKIDmine"), "", "--secret-id and --secret-key-file go together"),
        (("--secret-key-file", "-"), "k", "--secret-id and --secret-key-file go together"),
        (("--secret-id", "a/b", "--secret-key-file", "-"), "k", "a SecretId is 1 to 128 letters"),
        (("--secret-id", "a", "--secret-key-file", "-"), "", "a SecretKey is 1 to 256 visible"),
        (("--secret-id", "a", "--secret-key-file", "-"), "a b", "a SecretKey is 1 to 256 visible"),
    ],
)
def test_what_makes_no_account_is_refused(
    store: AccountStore, arguments: tuple[str, ...], entered: str, told: str
) -> None:
    assert told in complaint(2, "add", *arguments, entered=entered)
    assert store.is_empty()


def test_the_list_is_a_table_oldest_first_without_secret_keys() -> None:
    first = added("--name", "合同部", "--package", "7")
    second = added("--rate", "SealOCR=20", "--rate", "unlimited")
    printed = well("list")
    assert [line.split() for line in printed.splitlines()] == [
        ["SECRET", "ID", "STATE", "PACKAGE", "RATES", "NAME"],
        [first["secret_id"], "active", "7", "left", "default", "合同部"],
        [second["secret_id"], "active", "none", "*=unlimited,SealOCR=20"],
    ]
    assert first["secret_key"] not in printed


def test_the_list_as_json_has_all_but_the_secret_keys() -> None:
    first, second = added("--name", "a"), added("--package", "3")
    for each in (first, second):
        del each["secret_key"]
    assert json.loads(well("list", "--json")) == [first, second]


def test_an_empty_list_is_no_error() -> None:
    assert well("list") == ""
    assert json.loads(well("list", "--json")) == []


def test_an_account_is_shown_without_its_secret_key() -> None:
    made = added("--name", "合同部", "--package", "7", "--rate", "9")
    printed = well("show", made["secret_id"])
    assert printed == (
        f"SecretId: {made['secret_id']}\nName:     合同部\nState:    active\n"
        f"Package:  7 left\nRates:    *=9\nCreated:  {made['created']}\n"
    )
    shown = json.loads(well("show", made["secret_id"], "--json"))
    assert shown == {name: value for name, value in made.items() if name != "secret_key"}


def test_only_what_is_named_is_changed() -> None:
    made = added("--name", "a", "--rate", "9", "--rate", "SealOCR=20", "--package", "7")
    secret_id = made["secret_id"]
    well("set", secret_id, "--state", "in_arrears")
    well("set", secret_id, "--name", "b")
    well("set", secret_id, "--rate", "SealOCR=default", "--rate", "GeneralFastOCR=unlimited")
    changed = json.loads(well("set", secret_id, "--package", "none", "--json"))
    assert (changed["state"], changed["name"]) == ("in_arrears", "b")
    assert changed["rates"] == {"*": 9, "GeneralFastOCR": 0}
    assert changed["package_remaining"] is None


def test_a_change_of_nothing_is_refused() -> None:
    assert "name what to change" in complaint(2, "set", added()["secret_id"])


def test_a_rotated_secret_key_is_printed_once_and_replaces_the_old(store: AccountStore) -> None:
    made = added("--name", "a")
    rotated = json.loads(well("rotate", made["secret_id"], "--json"))
    assert rotated["secret_key"] != made["secret_key"]
    assert store.find(made["secret_id"]).secret_key == rotated["secret_key"]
    assert rotated["name"] == "a"
    assert f"SecretKey: {store.find(made['secret_id']).secret_key}" not in well("show", made["secret_id"])


def test_an_account_is_removed_when_that_is_confirmed(store: AccountStore) -> None:
    secret_id = added()["secret_id"]
    added()
    assert run("remove", secret_id, entered="n\n").exit_code == 1
    assert len(store.all()) == 2
    assert run("remove", secret_id, entered="").exit_code == 1
    assert len(store.all()) == 2
    well("remove", secret_id, entered="y\n")
    assert secret_id not in well("list")


def test_removing_the_last_account_says_that_it_lets_nobody_in(
    store: AccountStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret_id = added()["secret_id"]
    assert "nobody is let in without it" in run("remove", secret_id, entered="n\n").stderr
    assert "`sealstack account open` lets everyone in" in run("remove", secret_id, "--yes").stderr
    assert store.is_empty()
    assert store.door.is_shut
    monkeypatch.setenv("OCR_SECRET_ID", "AKIDset")
    monkeypatch.setenv("OCR_SECRET_KEY", "k")
    assert "nobody" not in run("remove", added()["secret_id"], "--yes").stderr


def test_a_service_without_accounts_is_opened_when_that_is_confirmed(store: AccountStore) -> None:
    run("remove", added()["secret_id"], "--yes")
    assert run("open", entered="n\n").exit_code == 1
    assert store.door.is_shut
    assert "EVERYONE" in run("open", entered="y\n").stderr
    assert not store.door.is_shut
    added()
    assert store.door.is_shut


def test_a_service_with_accounts_is_not_opened(store: AccountStore, monkeypatch: pytest.MonkeyPatch) -> None:
    added()
    assert complaint(1, "open", "--yes") == "Error: there are accounts: remove them first\n"
    monkeypatch.setenv("OCR_SECRET_ID", "AKIDset")
    monkeypatch.setenv("OCR_SECRET_KEY", "k")
    assert "OCR_SECRET_ID names an account" in complaint(1, "open", "--yes")
    assert store.door.is_shut


@pytest.mark.parametrize(
    "arguments",
    [("show",), ("set", "--name", "x"), ("rotate",), ("remove", "--yes")],
    ids=["show", "set", "rotate", "remove"],
)
def test_an_unknown_account_is_told_so(arguments: tuple[str, ...]) -> None:
    command, *options = arguments
    assert complaint(1, command, "AKIDnobody", *options) == "Error: there is no account AKIDnobody\n"


@pytest.mark.parametrize(
    ("variable", "value", "told"),
    [
        ("OCR_DATABASE_URL", "mysql://user@host/name", "the database must be SQLite or PostgreSQL"),
        ("OCR_DATABASE_URL", "sqlite:////dev/null/accounts.db", "/dev/null/accounts.db cannot be used"),
        ("OCR_DATABASE_URL", "postgresql://user:hush@127.0.0.1:1/name", "OCR_DATABASE_URL|cannot be used"),
        ("OCR_ACCOUNT_KEY", "short", "OCR_ACCOUNT_KEY holds no key"),
        ("OCR_PORT", "http", "OCR_PORT must be a whole number"),
    ],
)
def test_settings_that_cannot_be_are_told_in_one_line(
    monkeypatch: pytest.MonkeyPatch, variable: str, value: str, told: str
) -> None:
    monkeypatch.setenv(variable, value)
    message = complaint(1, "list")
    assert re.match(f"Error: .*({told})", message)
    assert message.count("\n") == 1
    assert "hush" not in message


def test_a_damaged_database_is_told_in_one_line(data_dir: Path) -> None:
    data_dir.mkdir()
    (data_dir / "sealstack.db").write_bytes(b"no database" * 100)
    assert complaint(1, "list").endswith("sealstack.db cannot be used: file is not a database\n")


def test_no_account_is_added_beside_others_with_another_key(
    store: AccountStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = added()
    monkeypatch.setenv("OCR_ACCOUNT_KEY", Fernet.generate_key().decode())
    assert "stored with another key" in complaint(1, "add")
    assert made["secret_id"] in well("list")
    well("rotate", made["secret_id"])
    well("add")
    assert len(store.all()) == 2
