"""The wheel and the sdist: built of what is committed, twice, and the same to the byte."""

from __future__ import annotations

import gzip
import hashlib
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

_HASHED_AT_ONCE = 1 << 20


class BuildDiffersError(Exception):
    """Two builds of one commit differ; the message names the file."""


def build_twice(root: Path, folder: Path) -> list[Path]:
    """Build wheel and sdist in two clones of what is committed, and keep them when they are the same.

    Args:
        root: the checkout.
        folder: where they are written.

    Returns:
        The files, by name.

    Raises:
        BuildDiffersError: the builds differ.
        subprocess.CalledProcessError: one failed.
    """
    epoch = _output("git", "log", "-1", "--format=%ct", within=root)
    with tempfile.TemporaryDirectory() as scratch:
        first, second = (_build(root, Path(scratch) / name, epoch) for name in ("first", "second"))
        for name in sorted({*first, *second}):
            if name not in first or name not in second or digest(first[name]) != digest(second[name]):
                raise BuildDiffersError(f"{name} differs from one build to the next")
        folder.mkdir(parents=True, exist_ok=True)
        return [Path(shutil.copy(first[name], folder / name)) for name in sorted(first)]


def write_sums(files: list[Path], folder: Path) -> Path:
    """Write `SHA256SUMS`, as `sha256sum --check` reads it."""
    sums = folder / "SHA256SUMS"
    sums.write_text("".join(f"{digest(file)}  {file.name}\n" for file in files), encoding="utf-8")
    return sums


def digest(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal digits."""
    summed = hashlib.sha256()
    with path.open("rb") as file:
        while part := file.read(_HASHED_AT_ONCE):
            summed.update(part)
    return summed.hexdigest()


def _build(root: Path, scratch: Path, epoch: str) -> dict[str, Path]:
    """Build in a clone; gives the files by their names."""
    tree, built = scratch / "tree", scratch / "dist"
    _run("git", "clone", "--quiet", "--no-local", str(root), str(tree), within=root)
    for path in [tree, *tree.rglob("*")]:
        if not path.is_symlink():
            # a clone's own modes and times must not show, whatever the umask is
            path.chmod(0o755 if path.is_dir() or os.access(path, os.X_OK) else 0o644)
            os.utime(path, (int(epoch), int(epoch)))
    environment = {**os.environ, "SOURCE_DATE_EPOCH": epoch, "PYTHONHASHSEED": "0"}
    _run(
        *(sys.executable, "-m", "build", "--outdir", str(built), str(tree)),
        within=tree,
        environment=environment,
    )
    for sdist in built.glob("*.tar.gz"):
        _settle(sdist, int(epoch))
    return {file.name: file for file in built.iterdir()}


def _settle(sdist: Path, epoch: int) -> None:
    """Write an sdist anew: names sorted, no times and owners, which setuptools takes from the disk."""
    settled = sdist.with_suffix(".settled")
    with (
        tarfile.open(sdist) as source,
        settled.open("wb") as file,
        gzip.GzipFile("", "wb", mtime=epoch, fileobj=file) as packed,
        tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as target,
    ):
        for member in sorted(source.getmembers(), key=lambda each: each.name):
            member.mtime, member.uid, member.gid, member.uname, member.gname = epoch, 0, 0, "", ""
            member.pax_headers = {}
            target.addfile(member, source.extractfile(member) if member.isfile() else None)
    settled.replace(sdist)


def _run(*command: str, within: Path, environment: dict[str, str] | None = None) -> None:
    subprocess.run(command, cwd=within, env=environment, check=True, stdout=subprocess.DEVNULL)


def _output(*command: str, within: Path) -> str:
    done = subprocess.run(command, cwd=within, check=True, capture_output=True, text=True)
    return done.stdout.strip()
