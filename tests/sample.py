"""The part of the sample that shows its seal: a whole page takes longer to read, and few tests need one."""

from pathlib import Path

from PIL import Image

from tests.conformance.servers import ROOT

AROUND_THE_SEAL = (880, 580, 1240, 940)
"""Left, top, right and bottom, pixels of the sample."""

TITLE = "海州市青禾软件有限公司"
"""What the seal says."""


def around_the_seal(folder: Path, name: str = "contract.png") -> Path:
    """Save that part in a folder, as a picture of the kind that its name says."""
    with Image.open(ROOT / "sealstack" / "sample" / "contract.jpg") as sample:
        sample.crop(AROUND_THE_SEAL).save(folder / name)
    return folder / name
