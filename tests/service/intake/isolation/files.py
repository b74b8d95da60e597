"""Files that pools of processes are given in tests."""

import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from PIL import Image

from tests.service.intake.hostile import endless_pdf
from tests.service.pictures import a_pdf, a_tiff, as_file, quartered

MOST = 1_000_000

_TURNED = Image.Exif()
_TURNED[0x0112] = 6

FILES = {
    "PNG": as_file(quartered()),
    "turned JPEG": as_file(quartered(), "JPEG", exif=_TURNED),
    "WebP": as_file(quartered(), "WEBP"),
    "GIF": as_file(quartered(), "GIF"),
    "BMP": as_file(quartered(), "BMP"),
    "TIFF of two pages": a_tiff((40, 24), (30, 20)),
    "compressed TIFF": as_file(quartered(), "TIFF", compression="tiff_lzw"),
    "PDF": a_pdf((30, 20)),
}


def picture():
    return FILES["PNG"]


@contextmanager
def a_stuck_call(pool):
    """A file that never ends is being decoded, as long as the block lasts or the pool has patience."""
    with ThreadPoolExecutor(1) as thread:
        call = thread.submit(pool.decode, endless_pdf(), max_pixels=MOST, pdf_page=1)
        while not (busy := set(pool.processes) - {process.number for process in pool._staff._idle}):
            time.sleep(0.01)
        yield call, busy.pop()
