"""Environments of peers: packages that stand beside the project's own, never among them."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path


def install(folder: Path, packages: Sequence[str], proof: Path) -> Path:
    """Install packages into an environment of their own, unless they are there already.

    Args:
        folder: where the environment is, or comes.
        packages: what pip is asked for.
        proof: a file of the environment that says they are there; made once they are.

    Returns:
        The environment's folder of programs.

    Raises:
        subprocess.CalledProcessError: they could not be installed.
    """
    programs = folder / "bin"
    if not proof.exists():
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
        subprocess.run([str(programs / "pip"), "install", "-q", *packages], check=True)
        proof.touch()
    return programs
