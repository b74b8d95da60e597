"""Training goes on from a written network."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import needs

torch = needs.extra("train", "torch")

from training.paths.artist import PathArtist  # noqa: E402
from training.paths.course import PathCourse  # noqa: E402
from training.paths.export import export  # noqa: E402
from training.paths.network import PathNetwork  # noqa: E402
from training.paths.resume import load_folded, renormalise  # noqa: E402
from training.recognizer.network import widened  # noqa: E402


@pytest.fixture(scope="module")
def trained() -> PathNetwork:
    """A network whose normalisations do something."""
    torch.manual_seed(5)
    network = PathNetwork()
    for _ in range(3):
        network(torch.rand(4, 3, 64, 64) * 2 - 1)
    return network.eval()


@pytest.fixture(scope="module")
def written(trained: PathNetwork, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("written") / "seal_paths.onnx"
    export(trained, path)
    return path


@pytest.fixture
def pictures() -> torch.Tensor:
    return torch.rand(2, 3, 64, 96, generator=torch.Generator().manual_seed(1)) * 2 - 1


@torch.no_grad()
def test_a_loaded_network_computes_what_the_file_does(
    trained: PathNetwork, written: Path, pictures: torch.Tensor
) -> None:
    network = PathNetwork().eval()
    load_folded(network, written)
    torch.testing.assert_close(network(pictures), trained(pictures), atol=2e-2, rtol=2e-2)


@torch.no_grad()
def test_normalisations_are_given_back_without_changing_what_is_computed(
    written: Path, pictures: torch.Tensor
) -> None:
    network = PathNetwork().eval()
    load_folded(network, written)
    before = network(pictures)
    renormalise(network, [pictures, pictures.flip(3)])
    torch.testing.assert_close(network(pictures), before, atol=1e-3, rtol=1e-3)
    assert network.stem[0][1].running_mean.abs().max() > 0


def test_a_file_of_another_network_is_refused(written: Path, tmp_path: Path) -> None:
    import onnx

    model = widened(onnx.load(str(written)))
    kept = [node for node in model.graph.node if node.op_type != "Conv"]
    del model.graph.node[:]
    model.graph.node.extend(kept)
    onnx.save(model, str(tmp_path / "other.onnx"))
    with pytest.raises(ValueError, match="holds 0 convolutions, not 34"):
        load_folded(PathNetwork(), tmp_path / "other.onnx")


def test_a_course_that_goes_on_begins_where_the_file_ended(written: Path, tmp_path: Path) -> None:
    course = PathCourse("cpu", batch=2, capacity=16, rate=0.0, start=written)
    for seed in range(3):
        for sample in PathArtist(side=64, bundled_only=True).draw(seed):
            course.take(sample)
    course.step(0.5)
    network, expected = PathNetwork(), PathNetwork()
    load_folded(network, course.export(tmp_path)[0])
    load_folded(expected, written)
    pictures = torch.rand(1, 3, 64, 64)
    with torch.no_grad():
        ours, theirs = network.eval()(pictures), expected.eval()(pictures)
    # a step moves the means of normalisations a little, whatever its rate
    torch.testing.assert_close(ours, theirs, atol=0.2, rtol=0.2)
