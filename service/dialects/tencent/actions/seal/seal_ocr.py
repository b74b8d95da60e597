"""SealOCR: every seal in a picture, and what it says."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from marshmallow import Schema, fields
from numpy.typing import NDArray

from sealstack.models.seal.lift.cutout import lift_off
from sealstack.models.values import Image, Seal, SealShape
from sealstack.service.dialects.tencent.actions.action import Action, Answer, Context, Parameters
from sealstack.service.dialects.tencent.actions.fields import FlagField, WholeNumberField
from sealstack.service.dialects.tencent.actions.pictures import PictureRequest, read_picture
from sealstack.service.dialects.tencent.actions.seal.extras import SealExtras, extras_of
from sealstack.service.dialects.tencent.errors import ApiError
from sealstack.service.openapi.compatibility import own
from sealstack.service.readers.inference import Readers

SHAPE_CODES = {
    SealShape.ROUND: "0",
    SealShape.OVAL: "1",
    SealShape.RECTANGLE: "2",
    SealShape.DIAMOND: "3",
    SealShape.TRIANGLE: "4",
}
"""How the API writes the shape of a seal."""


class SealOcrRequest(PictureRequest):
    """The parameters of SealOCR."""

    enable_pdf = FlagField(
        data_key="EnablePdf",
        load_default=True,
        metadata={"description": "Whether a PDF is taken as well as a picture."},
    )
    pdf_page_number = WholeNumberField(
        data_key="PdfPageNumber",
        load_default=1,
        least=1,
        metadata={"description": "Which page of a PDF is read, counted from 1."},
    )


class Rect(Schema):
    """A box in pixels of the upright picture."""

    x = fields.Integer(data_key="X", metadata={"description": "The left edge."})
    y = fields.Integer(data_key="Y", metadata={"description": "The upper edge."})
    width = fields.Integer(data_key="Width")
    height = fields.Integer(data_key="Height")


_SHAPE = {
    "description": "`0` round, `1` oval, `2` rectangle or square, `3` diamond, `4` triangle.",
    "enum": list(SHAPE_CODES.values()),
}


class SealInfo(Schema):
    """One seal."""

    seal_body = fields.String(data_key="SealBody", metadata={"description": "The main title."})
    location = fields.Nested(Rect, data_key="Location")
    other_texts = fields.List(
        fields.String(), data_key="OtherTexts", metadata={"description": "Everything else the seal says."}
    )
    seal_shape = fields.String(data_key="SealShape", metadata=_SHAPE)
    extras = fields.Nested(
        SealExtras,
        data_key="Extras",
        metadata={
            "description": "What no cloud gives; only with the header `X-Sealstack-Extras: 1`.",
            **own("only with the header `X-Sealstack-Extras: 1`"),
        },
    )


class SealOcrResponse(Schema):
    """The answer of SealOCR: the most prominent seal on top, and all of them in `SealInfos`."""

    seal_body = fields.String(data_key="SealBody", metadata={"description": "The main title."})
    location = fields.Nested(Rect, data_key="Location")
    other_texts = fields.List(fields.String(), data_key="OtherTexts")
    seal_shape = fields.String(data_key="SealShape", metadata=_SHAPE)
    seal_infos = fields.List(
        fields.Nested(SealInfo),
        data_key="SealInfos",
        metadata={"description": "Every seal of the picture, the most prominent first."},
    )


def _run(context: Context, parameters: Parameters) -> Answer:
    page = parameters["pdf_page_number"] if parameters["enable_pdf"] else None

    def read(readers: Readers, image: Image) -> tuple[Sequence[Seal], list[NDArray[np.uint8]]]:
        found = readers.read_seals(image)
        return found, [lift_off(image, seal.box, seal.colour) for seal in found] if context.extras else []

    _, (seals, cut_outs) = read_picture(context, parameters, read, pdf_page=page)
    if not any(seal.body or seal.others for seal in seals):
        raise ApiError("FailedOperation.ImageNoText")
    infos = [_info(seal) for seal in seals]
    if context.extras:
        for seal, cut_out, info in zip(seals, cut_outs, infos, strict=True):
            info["extras"] = extras_of(seal, cut_out)
    first = {name: value for name, value in infos[0].items() if name != "extras"}
    return {**first, "seal_infos": infos}


def _info(seal: Seal) -> dict[str, object]:
    x, y, width, height = seal.box
    return {
        "seal_body": seal.body,
        "location": {"x": x, "y": y, "width": width, "height": height},
        "other_texts": list(seal.others),
        "seal_shape": SHAPE_CODES[seal.shape],
    }


ACTION = Action(
    name="SealOCR",
    summary="Finds the seals in a picture and reads them.",
    request=SealOcrRequest,
    response=SealOcrResponse,
    run=_run,
)
