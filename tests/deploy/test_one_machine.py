"""compose.yaml, the unit of systemd and the examples of settings are valid and name what exists."""

import json
import re
import subprocess
import zipfile
from dataclasses import fields
from pathlib import Path

import pytest
import yaml

from sealstack.service.settings.environment import read_settings, unknown_variables, variable
from sealstack.service.settings.settings import Settings
from tests import needs

FOLDER = Path(__file__).parents[2] / "deploy"
COMPOSE = yaml.safe_load((FOLDER / "compose.yaml").read_text(encoding="utf-8"))
UNIT = (FOLDER / "sealstack.service").read_text(encoding="utf-8")
NGINX = (FOLDER / "nginx.conf").read_text(encoding="utf-8")
KNOWN = {variable(declared) for declared in fields(Settings)}


def test_compose_is_as_its_specification_has_it():
    jsonschema = pytest.importorskip("jsonschema", reason="needs the extra test: jsonschema is not installed")
    wheel = needs.wheel("docker-compose==1.29.2")
    with zipfile.ZipFile(wheel) as opened:
        schema = json.loads(opened.read("compose/config/compose_spec.json"))
    content = {name: part for name, part in COMPOSE.items() if name != "name"}  # newer than that schema
    jsonschema.Draft7Validator(schema).validate(content)


def test_replicas_wait_for_the_migration_and_nginx_knows_them():
    replicas = [name for name in COMPOSE["services"] if name.startswith("replica-")]
    for name in replicas:
        waits = COMPOSE["services"][name]["depends_on"]["migrate"]["condition"]
        assert waits == "service_completed_successfully"
    assert re.findall(r"server (replica-\d):8000", NGINX) == replicas
    assert COMPOSE["services"]["migrate"]["command"] == ["sealstack", "db", "upgrade"]


def test_the_settings_of_compose_exist_and_can_be():
    environment = COMPOSE["services"]["replica-1"]["environment"]
    assert unknown_variables(environment) == []
    read_settings({name: value for name, value in environment.items() if "${" not in value})


@pytest.mark.parametrize("name", ["fleet.env.example", "kubernetes/secrets.env.example"])
def test_the_settings_of_an_example_exist(name):
    named = re.findall(r"^(OCR_\w+)=", (FOLDER / name).read_text("utf-8"), re.MULTILINE)
    assert named
    assert set(named) <= KNOWN


def test_the_unit_is_as_systemd_has_it(tmp_path):
    program = needs.program("systemd-analyze")
    started = tmp_path / "sealstack"
    started.write_text("#!/bin/sh\n")
    started.chmod(0o755)
    unit = tmp_path / "sealstack.service"
    unit.write_text(UNIT.replace("/opt/sealstack/bin/sealstack", str(started)), encoding="utf-8")
    done = subprocess.run([program, "verify", unit], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_the_unit_leaves_calls_their_time():
    from sealstack.service import server

    assert int(re.findall(r"^TimeoutStopSec=(\d+)$", UNIT, re.MULTILINE)[0]) > server.graceful_timeout + 10


def test_nginx_takes_whatever_the_service_takes():
    [limit] = re.findall(r"client_max_body_size (\d+)m;", NGINX)
    assert int(limit) * 1024 * 1024 >= Settings().longest_body
