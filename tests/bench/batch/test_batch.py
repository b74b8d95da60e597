"""No row of a batch is lost or there twice after kills; `python -m bench.batch` kills more, and longer."""

from bench.batch.drawing import draw_files
from bench.batch.kills import kill_a_batch, kill_a_ray_batch
from bench.batch.memory import measure_memory
from tests import needs


def test_killed_drivers_and_readers_lose_and_double_no_row(tmp_path):
    needs.extra("scale", "pyarrow")
    draw_files(tmp_path / "in", 120)
    result = kill_a_batch(tmp_path / "in", tmp_path, kills=3, seed=1, block=4, pause=0.02)
    assert sum(result.kills.values()) == 3
    assert result.faults == []
    assert result.files <= result.read <= result.files + result.at_risk


def test_killed_nodes_of_a_ray_cluster_lose_and_double_no_row(tmp_path):
    needs.extra("scale", "ray")
    draw_files(tmp_path / "in", 120)
    result = kill_a_ray_batch(tmp_path / "in", tmp_path, kills=3, seed=1, block=4, pause=0.02)
    assert sum(result.kills.values()) == 3
    assert result.faults == []


def test_the_drivers_memory_is_watched(tmp_path):
    needs.extra("scale", "pyarrow")
    draw_files(tmp_path / "in", 150)
    seen = measure_memory(tmp_path / "in", tmp_path / "out", 150, "--readers", "1")
    assert seen.faults == []
    assert 0 < seen.late < 1000
