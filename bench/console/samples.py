"""The sample pictures of the console: a contract, a licence with a seal, and three invoices of one form."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from bench.forms.conditions import PHOTOGRAPH, make_query
from bench.forms.drawing import fill_in
from bench.forms.kinds import KINDS
from bench.generator import poses
from bench.generator.design import Design, Ring
from bench.generator.emblems import star
from bench.generator.fonts import available_faces
from bench.generator.ink import Inking
from bench.generator.pressing import press
from bench.generator.sample import make_sample
from bench.generator.seals import SealSpec, draw_seal
from bench.generator.typography import set_line, set_on_arc

CONTRACT, LICENCE, INVOICE = "contract.jpg", "licence.jpg", "invoice.jpg"
OTHER_INVOICES = ("invoice-2.jpg", "invoice-3.jpg")

_FORM = "vat_invoice"
_QUALITY = 82
_LONGEST = 1500  # pixels
_SEEDS = {
    LICENCE: 20_240_611,
    INVOICE: 20_240_612,
    OTHER_INVOICES[0]: 20_240_613,
    OTHER_INVOICES[1]: 20_240_614,
}


def write_samples(folder: Path) -> list[Path]:
    """Draw the samples into a folder and list them; they are always the same.

    Raises:
        OSError: one cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    pictures = {CONTRACT: make_sample()[0], LICENCE: _licence(), INVOICE: _invoice()}
    pictures |= {name: _photograph(_SEEDS[name]) for name in OTHER_INVOICES}
    return [_write(folder / name, image) for name, image in pictures.items()]


def _invoice() -> NDArray[np.uint8]:
    return fill_in(KINDS[_FORM](), np.random.default_rng(_SEEDS[INVOICE])).sheet


def _photograph(seed: int) -> NDArray[np.uint8]:
    return make_query(KINDS[_FORM](), PHOTOGRAPH, np.random.default_rng(seed)).image


def _licence() -> NDArray[np.uint8]:
    """A licence, with the seal of the authority that has issued it."""
    rng = np.random.default_rng(_SEEDS[LICENCE])
    sheet = fill_in(KINDS["licence"](), rng).sheet
    picture = np.asarray(sheet, np.float32) / 255
    height, width = picture.shape[:2]
    radius = 0.078 * width
    spec = SealSpec(colour="red", inking=Inking(0.95, 0.1, 0.01, 0.12, 0.25), bundled_only=True)
    drawing = draw_seal(rng, spec, scale=radius * 1.2, design=_seal())
    press(picture, drawing, poses.similarity(0.755 * width, 0.745 * height, radius, -6.0))
    return np.asarray(np.clip(picture * 255, 0, 255), np.uint8)


def _seal() -> Design:
    face = available_faces(bundled_only=True)[0]
    title = set_on_arc("海州市市场监督管理局", face, (0.76, 0.76), 0.27, 0.22, 212, of_body=True)
    purpose = set_line("登记专用章", face, (0.0, 0.5), 0.2, 0.17, 0.19)
    return Design("round", (1.0, 1.0), (Ring(0.975, 0.975, 0.05), *star(0.29)), (title, purpose))


def _write(path: Path, image: NDArray[np.uint8]) -> Path:
    scale = _LONGEST / max(image.shape[:2])
    if scale < 1:
        image = np.asarray(
            cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8
        )
    done, content = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])
    if not done:
        raise OSError(f"cannot write {path}")
    path.write_bytes(content.tobytes())
    return path
