"""Build a release of what is committed: `python -m release dist`.

Writes the wheel, the sdist, the bill of materials and SHA256SUMS. Wheel and sdist are built twice, in two
clones, and are written only when both are the same to the byte.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from release.distributions import BuildDiffersError, build_twice, write_sums
from release.materials import write_materials
from release.versions import VersionsDifferError, the_version

ROOT = Path(__file__).resolve().parent.parent


def main(arguments: list[str] | None = None) -> int:
    """Read the command line, build, and list the files."""
    parser = argparse.ArgumentParser(
        prog="python -m release",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("folder", type=Path, help="where the files are written; made when it is not there")
    options = parser.parse_args(arguments)
    try:
        version = the_version(ROOT)
        files = build_twice(ROOT, options.folder)
    except (BuildDiffersError, VersionsDifferError) as error:
        return _refused(str(error))
    [wheel] = (file for file in files if file.suffix == ".whl")
    materials = options.folder / f"sealstack-{version}.cdx.json"
    write_materials(wheel, materials)
    for file in [*files, materials, write_sums([*files, materials], options.folder)]:
        sys.stdout.write(f"{file}  {file.stat().st_size / 1e6:.1f} MB\n")
    return 0


def _refused(reason: str) -> int:
    sys.stderr.write(f"{reason}\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())
