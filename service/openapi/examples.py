"""Examples for the description of the API: requests that are taken as they stand, and their answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

PICTURE_URL = "https://example.com/contract.jpg"
TEMPLATE_ID = "0b9f2f0c5b0e4f5c9a52a7e3d1c4f6a8"

_REQUEST_ID = "6f1d2b8c-3a94-4a57-8f0e-2f1f0f5f7c11"
_TEMPLATE = [[[[220, 120], [560, 120], [560, 160], [220, 160]], "name"]]
_SIZE = {"width": 1240, "height": 1754}
_SEAL = {
    "SealBody": "海州市青禾软件有限公司",
    "Location": {"X": 921, "Y": 615, "Width": 299, "Height": 301},
    "OtherTexts": ["合同专用章", "3207011024816"],
    "SealShape": "0",
}

ACTION_REQUESTS: Mapping[str, Mapping[str, Any]] = {
    "AddTemplate": {"ImageUrl": "https://example.com/form.jpg", "Template": _TEMPLATE},
    "QueryTemplate": {"ImageUrl": "https://example.com/filled_form.jpg", "TemplateId": TEMPLATE_ID},
    "DeleteTemplate": {"TemplateId": TEMPLATE_ID},
    "ListTemplates": {},
}
"""The parameters of Actions that take more, or other ones, than a picture."""

ACTION_ANSWERS: Mapping[str, Any] = {
    "SealOCR": {"Response": {**_SEAL, "SealInfos": [_SEAL], "RequestId": _REQUEST_ID}},
    "Error": {
        "Response": {
            "Error": {"Code": "FailedOperation.ImageNoText", "Message": "No text is detected in the image."},
            "RequestId": _REQUEST_ID,
        }
    },
}

CUSTOM_OCR_REQUESTS: Mapping[str, Mapping[str, Any]] = {
    "add": {"type": "add", "url": "https://example.com/form.jpg", "template": _TEMPLATE},
    "query": {"type": "query", "url": "https://example.com/filled_form.jpg", "template_id": TEMPLATE_ID},
    "del": {"type": "del", "template_id": TEMPLATE_ID},
    "list": {"type": "list"},
}
CUSTOM_OCR_ANSWERS: Mapping[str, Any] = {
    "add": {"template_id": TEMPLATE_ID},
    "query": [{"key": "name", "value": "张三", "score": 99.12, "position": _TEMPLATE[0][0]}],
}

SEAL_REQUESTS: Mapping[str, Mapping[str, Any]] = {
    "SealRecognitionRequest": {"file": "https://example.com/contract.pdf", "fileType": 0, "visualize": False},
    "LegacySealRecognitionRequest": {"image": PICTURE_URL},
}
DOCUMENT_REQUESTS: Mapping[str, Mapping[str, Any]] = {
    "DocumentPreprocessingRequest": {"file": PICTURE_URL, "fileType": 1, "useDocUnwarping": False},
}
SEAL_ANSWER: Mapping[str, Any] = {
    "logId": _REQUEST_ID,
    "errorCode": 0,
    "errorMsg": "Success",
    "result": {
        "sealRecResults": [{"prunedResult": {"seal_res_list": [{"rec_texts": [_SEAL["SealBody"]]}]}}],
        "dataInfo": {"numPages": 1, "pages": [_SIZE], "type": "pdf"},
    },
}
DOCUMENT_ANSWER: Mapping[str, Any] = {
    "logId": _REQUEST_ID,
    "errorCode": 0,
    "errorMsg": "Success",
    "result": {
        "docPreprocessingResults": [{"outputImage": "iVBORw0KGgo=", "prunedResult": {"angle": 0}}],
        "dataInfo": {**_SIZE, "type": "image"},
    },
}

RAPIDOCR_REQUEST: Mapping[str, Any] = {"image_data": "iVBORw0KGgo=", "use_cls": True}
RAPIDOCR_ANSWER: Mapping[str, Any] = {
    "0": {
        "rec_txt": "合同编号",
        "dt_boxes": [[10.0, 10.0], [90.0, 10.0], [90.0, 30.0], [10.0, 30.0]],
        "score": "0.9912",
    }
}


def named(examples: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Write examples as OpenAPI wants them, by their names."""
    return {name: {"value": value} for name, value in examples.items()}
