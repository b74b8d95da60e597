"""A labelled folder, and readers that read it without networks."""

import json

from bench.accuracy.calls import CallFailed, FoundSeal

BOX = [20, 20, 60, 60]
QUAD = [[0, 0], [9, 0], [9, 9], [0, 9]]
RECORDS = [
    {
        "id": "invoice",
        "task": "seal",
        "file": "sealed.png",
        "category": "invoice",
        "truth": [{"body": "沈阳工业大学", "others": [], "box": BOX, "shape": "oval", "colour": "red"}],
    },
    {"id": "bare", "task": "seal", "file": "bare.png", "category": "lookalike", "truth": []},
    {"id": "letter", "task": "ocr", "file": "letter.png", "truth": ["第一行", "第?行"]},
    {
        "id": "ticket",
        "task": "template",
        "template_file": "a.png",
        "fields": [{"name": "车次", "quad": QUAD}, {"name": "座位", "quad": QUAD}],
        "query_file": "b.png",
        "truth": {"车次": "G1418", "座位": ""},
    },
]


def labelled(folder):
    """A folder whose pictures' bytes are their names."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "labels.json").write_text(json.dumps(RECORDS), encoding="utf-8")
    for name in ("sealed.png", "bare.png", "letter.png", "a.png", "b.png"):
        (folder / name).write_text(name)
    return folder


class StandIn:
    """Readers that answer as they are told; an answer that is an exception is raised."""

    def __init__(self, body="沈阳工业大学", lines=("第一", "行第二行"), values=None):
        self.body = body
        self.lines = lines
        self.values = {"车次": "G1418", "座位": ""} if values is None else values

    def find_seals(self, picture):
        body = _raised(self.body)
        return [FoundSeal(body, (), tuple(BOX), "oval")] if picture == b"sealed.png" else []

    def read_lines(self, picture):
        return _raised(self.lines)

    def read_form(self, pair):
        values = _raised(self.values)
        return None if values == "refused" else values


def _raised(answer):
    if isinstance(answer, Exception):
        raise answer
    return answer


FAILED = CallFailed("ValueError: broken")
