"""Requests of seal recognition, and what is in their answers."""

import base64
import io
import json

from PIL import Image as PillowImage

from tests.service.pictures import as_base64

PATH = "/seal-recognition"
TITLE, PURPOSE = "上海宝山测试有限公司", "财务专用章"


def picture_of(text):
    content = base64.b64decode(text, validate=True)
    assert content[:2] == b"\xff\xd8"
    return PillowImage.open(io.BytesIO(content))


def current(**parameters):
    return {"file": as_base64(), "fileType": 1, **parameters}


def pruned(post, **parameters):
    status, answer = post(PATH, current(**parameters))
    assert status == 200, answer
    [result] = answer["result"]["sealRecResults"]
    return result["prunedResult"]


def reasons(answer):
    """What an answer of 422 complains of: place and message of each complaint."""
    return [(".".join(map(str, one["loc"])), one["msg"]) for one in json.loads(answer["errorMsg"])]
