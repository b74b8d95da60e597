"""Two builds are the same whatever the disk says of times, owners and the order of files."""

import os
import tarfile

from release.distributions import _settle, digest, write_sums


def an_sdist(folder, names, when):
    """An sdist of small files in this order, written at this time."""
    folder.mkdir()
    path = folder / "sealstack-1.tar.gz"
    with tarfile.open(path, "w:gz") as archive:
        for name in names:
            (folder / name).write_text(name)
            os.utime(folder / name, (when, when))
            archive.add(folder / name, arcname=f"sealstack-1/{name}")
    return path


def test_an_sdist_is_the_same_whenever_and_in_whatever_order_it_was_written(tmp_path):
    first = an_sdist(tmp_path / "first", ["a.py", "b.py"], 1_000_000_000)
    second = an_sdist(tmp_path / "second", ["b.py", "a.py"], 1_500_000_000)
    assert digest(first) != digest(second)
    for sdist in (first, second):
        _settle(sdist, 1_700_000_000)
    assert digest(first) == digest(second)


def test_what_is_in_an_sdist_stays(tmp_path):
    sdist = an_sdist(tmp_path / "first", ["b.py", "a.py"], 1_000_000_000)
    _settle(sdist, 1_700_000_000)
    with tarfile.open(sdist) as archive:
        assert archive.getnames() == ["sealstack-1/a.py", "sealstack-1/b.py"]
        assert archive.extractfile("sealstack-1/b.py").read() == b"b.py"
        assert {(each.mtime, each.uid, each.uname) for each in archive} == {(1_700_000_000, 0, "")}


def test_the_sums_are_those_of_sha256sum(tmp_path):
    (tmp_path / "file").write_bytes(b"abc")
    sums = write_sums([tmp_path / "file"], tmp_path)
    expected = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert sums.read_text() == f"{expected}  file\n"
