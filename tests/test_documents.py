"""The documents hold: links lead somewhere, commands and examples work, settings exist."""

import re
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import pytest

from sealstack.service.settings.environment import variable
from sealstack.service.settings.settings import Settings
from tests import needs
from tests.conformance.servers import REAL, clean_environment, serving

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
CI = (ROOT / ".ci" / "run").read_text(encoding="utf-8")

DOCUMENTS = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]


def name_of(path):
    return str(path.relative_to(ROOT))


def links_of(path: Path) -> list[str]:
    """The targets of a document's links to files."""
    text = re.sub(r"```.*?```", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    return [link for link in re.findall(r"\]\(([^)\s]+)\)", text) if "://" not in link]


def anchors_of(path: Path) -> set[str]:
    """The anchors of a document's headings, as they are made on the web."""
    headings = re.findall(r"^#+ (.+)$", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def code_blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", README, flags=re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("document", DOCUMENTS, ids=name_of)
def test_links_lead_somewhere(document):
    for link in links_of(document):
        target, _, anchor = link.partition("#")
        path = (document.parent / target).resolve() if target else document
        assert path.exists(), link
        assert not anchor or anchor in anchors_of(path), link


def test_every_page_can_be_reached_from_the_readme():
    reached, waiting = set(), [ROOT / "README.md"]
    while waiting:
        page = waiting.pop()
        if page in reached or page.suffix != ".md" or not page.is_file():
            continue
        reached.add(page)
        waiting += [(page.parent / link.partition("#")[0]).resolve() for link in links_of(page)]
    assert [name_of(document) for document in DOCUMENTS if document not in reached] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=name_of)
def test_the_settings_that_are_named_exist(document):
    known = {variable(declared) for declared in fields(Settings)}
    assert set(re.findall(r"\bOCR_[A-Z0-9_]+\b", document.read_text(encoding="utf-8"))) - known == set()


@pytest.mark.parametrize("document", DOCUMENTS, ids=name_of)
def test_who_is_told_to_open_the_service_to_the_network_is_told_how_to_close_it(document):
    text = document.read_text(encoding="utf-8")
    assert "0.0.0.0" not in text or "OCR_API_KEYS" in text


def test_the_two_commands_stand_in_the_readmes_first_screen_on_a_line_each():
    serve, test = code_blocks("sh")[:2]
    assert serve.count("\n") == test.count("\n") == 1
    assert README.splitlines().index(test.strip()) < 25


@pytest.mark.parametrize("wanted", ["serve --sample", "-m pytest"])
def test_ci_runs_the_readmes_commands(wanted):
    assert f"$(readme_command '{wanted}')" in CI
    lines = [line for line in README.splitlines() if wanted in line]
    assert lines[0] in [block.strip() for block in code_blocks("sh")[:2]]


@pytest.fixture(scope="module")
def server():
    # a busy machine reads slowly: no test is about that
    with serving(REAL, OCR_READING_SECONDS="300") as running:
        yield running


def examples_with_answers() -> list[tuple[str, str]]:
    """The shell blocks of the README that are followed by what they print."""
    pattern = r"^```sh\n((?:(?!^```).)*)^```\n\n```(?:json|text)\n(.*?)^```"
    return re.findall(pattern, README, flags=re.MULTILINE | re.DOTALL)


def test_there_is_an_example_for_each_dialect():
    paths = [
        re.findall(r"http://127\.0\.0\.1:8000(/[a-z-_]*)", example) for example, _ in examples_with_answers()
    ]
    assert [found[-1] for found in paths] == [
        "/",
        "/seal-recognition",
        "/custom_ocr",
        "/document-preprocessing",
        "/ocr",
    ]


@pytest.mark.parametrize(("example", "answer"), examples_with_answers(), ids=lambda text: text.split()[-1])
def test_the_readmes_examples_print_their_answers(example, answer, server, tmp_path):
    for program in ("curl", "jq"):
        needs.program(program)
    for folder in ("docs", "sealstack"):
        (tmp_path / folder).symlink_to(ROOT / folder)
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", example.replace("127.0.0.1:8000", server.host)],
        cwd=tmp_path,
        env=clean_environment(),
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    # `head` ends before `jq` has written all of it, which pipefail counts
    assert done.returncode in (0, 5, 141), done.stderr
    assert done.stdout == answer


FIGURES = {
    "81 %": "0.8119",
    "23 %": "0.2277",
    "0.24 s": "0.239",
    "0.25 s": "0.246",
    "0.43": "0.43 and 0.24",
    "99 %": "| photographed on a desk | 295 | 0.993 |",
}
"""What the README tells of how well it does: what the page says that the figure's row leads to."""


@pytest.mark.parametrize("figure", FIGURES)
def test_a_figure_of_the_readme_is_that_of_the_page_that_says_how_it_was_measured(figure):
    section = README.partition("\n## How well, beside others\n")[2].partition("\n## ")[0]
    [row] = [line for line in section.splitlines() if re.search(rf"(\| |: ){re.escape(figure)} \|", line)]
    [page] = re.findall(r"\]\((docs/\w+\.md)#", row)
    assert FIGURES[figure] in (ROOT / page).read_text(encoding="utf-8")


def test_the_readmes_example_runs_with_the_official_sdk(server):
    needs.extra("test", "tencentcloud.ocr")
    [example] = code_blocks("python")
    done = subprocess.run(
        [sys.executable, "-c", example.replace("127.0.0.1:8000", server.host)],
        cwd=ROOT,
        env=clean_environment(),
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.stderr == ""
    assert done.stdout.splitlines() == [
        "海州市青禾软件有限公司 ['合同专用章', '3207011024816'] 0",
        "林志远 [] 2",
    ]


@pytest.mark.parametrize("document", [*DOCUMENTS, ROOT / "Dockerfile", ROOT / "setup.cfg"], ids=name_of)
def test_the_oldest_python_is_the_same_everywhere(document):
    versions = re.findall(r"[Pp]ython(?:_requires = >=| )(3\.\d+)", document.read_text(encoding="utf-8"))
    assert set(versions) <= {"3.11"}
