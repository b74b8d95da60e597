"""Forms that tests add and ask for."""

from PIL import Image

from tests.service.pictures import as_base64, as_file

TEMPLATE = [
    [[[42, 46], [90, 47], [91, 50], [41, 49]], "名称"],
    [[[41, 60], [91, 60], [90, 70], [41, 70]], "识别号", "digits"],
    [[[34, 80], [59, 80], [58, 90], [34, 90]], "Name on card", {"regex": "[A-Z ]+"}],
]


UNKNOWN = "0" * 40


def picture_of(colour, size=(400, 300)):
    """A form that is told by its colour."""
    return as_base64(as_file(Image.new("RGB", size, colour)))
