"""The version is one, wherever it stands."""

import pytest

from release.versions import PLACES, VersionsDifferError, the_version
from sealstack import __version__
from tests.conformance.servers import ROOT


@pytest.fixture
def checkout(tmp_path):
    """A folder with the files that tell the version, all of them 1.2.3."""
    (tmp_path / "service").mkdir()
    (tmp_path / "service" / "version.py").write_text('__version__ = "1.2.3"\n')
    (tmp_path / "CITATION.cff").write_text("cff-version: 1.2.0\nversion: 1.2.3\n")
    (tmp_path / "CHANGELOG.md").write_text("# Changelog\n\n## 1.2.3, 2026-11-27\n\n## 1.2.2, 2026-01-01\n")
    return tmp_path


def test_the_projects_own_places_agree():
    assert the_version(ROOT) == __version__


def test_the_newest_of_the_changelog_counts(checkout):
    assert the_version(checkout) == "1.2.3"


@pytest.mark.parametrize("place", PLACES)
def test_one_place_that_tells_another_version_is_refused(checkout, place):
    path = checkout / place
    path.write_text(path.read_text().replace("1.2.3", "1.2.4"))
    with pytest.raises(VersionsDifferError, match=r"1\.2\.4"):
        the_version(checkout)


def test_a_changelog_without_a_date_is_no_release(checkout):
    (checkout / "CHANGELOG.md").write_text("## 1.2.3, not released yet\n")
    with pytest.raises(VersionsDifferError, match="None"):
        the_version(checkout)
