"""Every metric that alerts, dashboard and autoscaler name is on the real `/metrics`, with its labels."""

import json
import re
import subprocess
from pathlib import Path

import pytest
import yaml

from tests import needs
from tests.service.client import Caller

FOLDER = Path(__file__).parents[2] / "deploy"
DASHBOARD = json.loads((FOLDER / "monitoring" / "dashboard.json").read_text(encoding="utf-8"))
ALERTS = yaml.safe_load((FOLDER / "monitoring" / "alerts.yaml").read_text(encoding="utf-8"))
RULES = [rule for group in ALERTS["groups"] for rule in group["rules"]]
AUTOSCALER = yaml.safe_load((FOLDER / "kubernetes" / "autoscaler.yaml").read_text(encoding="utf-8"))
ADAPTER = yaml.safe_load((FOLDER / "monitoring" / "adapter.yaml").read_text(encoding="utf-8"))

QUERIES = [
    *(rule["expr"] for rule in RULES),
    *(target["expr"] for panel in DASHBOARD["panels"] for target in panel["targets"]),
]
SCRAPED = {"job", "instance"}
"""Labels that Prometheus adds."""


def named_in(query: str) -> dict[str, set[str]]:
    """The metrics of a query, each with the labels that it is asked by."""
    found: dict[str, set[str]] = {}
    for name, labels in re.findall(r"\b(sealstack_\w+)(?:\{([^}]*)\})?", query):
        found.setdefault(name, set()).update(re.findall(r"(\w+)\s*[=!]", labels))
    return found


@pytest.fixture(scope="module")
def told():
    """The page after a call, as metrics with the labels that they have."""
    caller = Caller()
    caller.call("SealOCR")
    caller.call("SealOCR", headers={"X-TC-Version": "1900-01-01"})
    answer = caller.http.get("/metrics")
    if answer.status_code == 404:
        pytest.skip("needs the page /metrics")
    page = answer.get_data(as_text=True)
    found: dict[str, set[str]] = {}
    for name, labels in re.findall(r"^(sealstack_\w+)(?:\{([^}]*)\})? ", page, re.MULTILINE):
        found.setdefault(name, set()).update(re.findall(r'(\w+)="', labels))
    for declared in re.findall(r"^# TYPE (sealstack_\w+) counter", page, re.MULTILINE):
        found.setdefault(declared, set())  # labelled counters have no line before they count
    return found


@pytest.mark.parametrize("query", QUERIES)
def test_every_metric_and_label_of_a_query_exists(told, query):
    for name, labels in named_in(query).items():
        assert name in told
        assert not told[name] or labels - SCRAPED <= told[name]


def test_the_autoscaler_and_its_adapter_name_one_metric_that_exists(told):
    [pods] = [each["pods"] for each in AUTOSCALER["spec"]["metrics"] if each["type"] == "Pods"]
    name = pods["metric"]["name"]
    assert name in told
    assert ADAPTER["rules"][0]["seriesQuery"].startswith(name + "{")


def test_queries_are_of_the_job_that_is_scraped():
    config = yaml.safe_load((FOLDER / "monitoring" / "prometheus.yaml").read_text(encoding="utf-8"))
    [job] = config["scrape_configs"]
    for query in QUERIES:
        assert set(re.findall(r'job="(\w+)"', query)) == {job["job_name"]}


def test_the_rules_do_as_their_tests_say():
    program = needs.program("promtool")
    for arguments in (["check", "rules", "alerts.yaml"], ["test", "rules", "alerts_test.yaml"]):
        done = subprocess.run(
            [program, *arguments], cwd=FOLDER / "monitoring", capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr


def test_an_alert_says_what_to_do():
    for rule in RULES:
        assert rule["labels"]["severity"] in ("page", "critical", "warning")
        assert rule["annotations"]["summary"]
        assert rule["annotations"]["description"].endswith(".")


def test_panels_do_not_overlap():
    places = [panel["gridPos"] for panel in DASHBOARD["panels"]]
    cells = [
        (x, y)
        for place in places
        for x in range(place["x"], place["x"] + place["w"])
        for y in range(place["y"], place["y"] + place["h"])
    ]
    assert len(cells) == len(set(cells))
    assert len({panel["id"] for panel in DASHBOARD["panels"]}) == len(DASHBOARD["panels"])
