"""The manifests of deploy/kubernetes are valid, fit together, and name settings that exist."""

import re
import shutil
import subprocess
from dataclasses import fields
from pathlib import Path

import pytest
import yaml

from sealstack.service.settings.environment import read_settings, variable
from sealstack.service.settings.settings import Settings
from tests import needs

FOLDER = Path(__file__).parents[2] / "deploy" / "kubernetes"
KUSTOMIZATION = yaml.safe_load((FOLDER / "kustomization.yaml").read_text(encoding="utf-8"))
MANIFESTS = {name: yaml.safe_load((FOLDER / name).read_text("utf-8")) for name in KUSTOMIZATION["resources"]}
DEPLOYMENT = MANIFESTS["deployment.yaml"]
POD = DEPLOYMENT["spec"]["template"]["spec"]
[REPLICA] = POD["containers"]


def test_every_manifest_is_in_the_kustomization():
    assert {path.name for path in FOLDER.glob("*.yaml")} == {*MANIFESTS, "kustomization.yaml"}


@pytest.mark.parametrize("version", ["1.28", "1.30", "1.34"])
@pytest.mark.parametrize("name", MANIFESTS)
def test_a_manifest_is_as_kubernetes_has_it(name, version):
    kubernetes_validate = needs.extra("dev", "kubernetes_validate")
    kubernetes_validate.validate(MANIFESTS[name], version, strict=True)


def test_all_of_it_is_rendered_and_valid(tmp_path):
    kubernetes_validate = needs.extra("dev", "kubernetes_validate")
    shutil.copytree(FOLDER, tmp_path / "kubernetes")
    shutil.copy(FOLDER / "secrets.env.example", tmp_path / "kubernetes" / "secrets.env")
    done = subprocess.run(
        [needs.program("kubectl"), "kustomize", tmp_path / "kubernetes"],
        capture_output=True,
        text=True,
        check=True,
    )
    rendered = list(yaml.safe_load_all(done.stdout))
    for each in rendered:
        kubernetes_validate.validate(each, "1.30", strict=True)
    kinds = {each["kind"] for each in rendered}
    assert kinds >= {"Deployment", "Service", "HorizontalPodAutoscaler", "PodDisruptionBudget", "Secret"}
    assert kinds >= {"Job", "NetworkPolicy", "Ingress", "ConfigMap"}


def test_the_settings_exist_and_can_be():
    generated = dict(line.split("=", 1) for line in KUSTOMIZATION["configMapGenerator"][0]["literals"])
    secrets = re.findall(r"^(OCR_\w+)=", (FOLDER / "secrets.env.example").read_text("utf-8"), re.MULTILINE)
    named = {*generated, *secrets, *(each["name"] for each in REPLICA["env"])}
    assert named <= {variable(declared) for declared in fields(Settings)}
    read_settings(generated)


def test_labels_select_the_replicas_alone():
    labels = DEPLOYMENT["spec"]["template"]["metadata"]["labels"]
    for selector in (
        DEPLOYMENT["spec"]["selector"]["matchLabels"],
        MANIFESTS["service.yaml"]["spec"]["selector"],
        MANIFESTS["disruption-budget.yaml"]["spec"]["selector"]["matchLabels"],
    ):
        assert selector.items() <= labels.items()
        migration = MANIFESTS["migration.yaml"]["spec"]["template"]["metadata"]["labels"]
        assert not selector.items() <= migration.items()


def test_a_replica_that_stops_has_time_for_its_calls():
    from sealstack.service import server

    assert POD["terminationGracePeriodSeconds"] > server.graceful_timeout + 10


def test_a_lost_database_takes_a_replica_out_and_does_not_restart_it():
    assert REPLICA["readinessProbe"]["httpGet"]["path"] == "/readyz"
    assert REPLICA["livenessProbe"]["httpGet"]["path"] == "/healthz"


def test_nothing_runs_with_privileges():
    for container in [*POD["containers"], *POD["initContainers"]]:
        confined = container["securityContext"]
        assert confined["readOnlyRootFilesystem"]
        assert not confined["allowPrivilegeEscalation"]
        assert confined["capabilities"] == {"drop": ["ALL"]}
    assert POD["securityContext"]["runAsNonRoot"]
