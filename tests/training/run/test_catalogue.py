"""Which networks a run can train."""

import pytest

from training.run.catalogue import NETWORKS, subjects_of


def test_both_recognizers_are_trained_on_the_same_strips() -> None:
    assert list(subjects_of(("recognizer", "light"))) == ["recognizer"]
    assert subjects_of(("light",))["recognizer"].kind == "strip"


def test_all_networks_together_share_the_processes_and_the_device() -> None:
    subjects = subjects_of(NETWORKS)
    assert [subject.kind for subject in subjects.values()] == ["strip", "view", "paths"]
    assert sum(subject.drawing for subject in subjects.values()) == pytest.approx(1)
    assert sum(subject.device for subject in subjects.values()) == pytest.approx(1)


@pytest.mark.parametrize("networks", [("recogniser",), ()])
def test_another_name_is_refused_with_those_there_are(networks: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match="must be of recognizer, light, locator, paths"):
        subjects_of(networks)
