"""The two operations of this dialect, and its routes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from flask import Blueprint, Response, request

from sealstack.models.pipelines.results import document_result, outline, seal_result
from sealstack.models.pipelines.seal_page import (
    SealOptions,
    SealPage,
    preprocess_page,
    read_seal_page,
)
from sealstack.models.pipelines.visualisations import (
    LONGEST,
    document_picture,
    layout_picture,
    page_picture,
    seal_pictures,
)
from sealstack.models.values import Image
from sealstack.service.dialects.paddle.envelope import Body, PaddleError, answered
from sealstack.service.dialects.paddle.files import PICTURE, File, open_file
from sealstack.service.dialects.paddle.requests import (
    FileRequest,
    LegacySealRequest,
    SealRequest,
    load,
)
from sealstack.service.intake.decoders import Decoders
from sealstack.service.intake.encode import jpeg_base64, png_base64
from sealstack.service.parameters.search import SealParameters, seal_parameters
from sealstack.service.readers.inference import Inference, Readers
from sealstack.service.settings.settings import Settings

Result = TypeVar("Result")

SEALS = "/seal-recognition"
DOCUMENTS = "/document-preprocessing"


def paddle_pages(settings: Settings, inference: Inference, decoders: Decoders) -> Blueprint:
    """Make the routes."""
    operations = _Operations(settings, inference, decoders)
    pages = Blueprint("paddle", __name__)

    @pages.post(SEALS)
    def seals() -> Response:
        return answered(request, settings, "seal-recognition", operations.recognise_seals)

    @pages.post(DOCUMENTS)
    def documents() -> Response:
        return answered(request, settings, "document-preprocessing", operations.preprocess)

    return pages


class _Operations:
    """From the body of a request to its `result`."""

    def __init__(self, settings: Settings, inference: Inference, decoders: Decoders) -> None:
        self._settings = settings
        self._inference = inference
        self._decoders = decoders

    def recognise_seals(self, body: Body) -> Mapping[str, Any]:
        """Answer in the generation that the body is of: earlier ones have `image`, the current one `file`."""
        if "image" in body and "file" not in body:
            return self._legacy_seals(load(LegacySealRequest, body))
        values = load(SealRequest, body)
        file = self._open(values["file"], values["file_type"])
        parameters, visualize = seal_parameters(values), _visualize(values)

        def read(readers: Readers, image: Image) -> dict[str, Any]:
            page = read_seal_page(readers, image, parameters.options)
            return _seal_answer(page, parameters, visualize=visualize)

        answers, info = self._each_page(file, read)
        return {"sealRecResults": answers, "dataInfo": info}

    def preprocess(self, body: Body) -> Mapping[str, Any]:
        """Make every page upright and flat."""
        values = load(FileRequest, body)
        file = self._open(values["file"], values["file_type"])
        orientation = values["use_doc_orientation_classify"] is not False
        unwarping = values["use_doc_unwarping"] is not False
        visualize = _visualize(values)

        def read(readers: Readers, image: Image) -> dict[str, Any]:
            page = preprocess_page(readers, image, orientation=orientation, unwarping=unwarping)
            answer = {
                "outputImage": png_base64(page.image),
                "prunedResult": document_result(page, orientation=orientation, unwarping=unwarping),
            }
            if visualize:
                drawn = document_picture(image, page, orientation=orientation, unwarping=unwarping)
                answer["docPreprocessingImage"] = jpeg_base64(drawn, LONGEST)
                answer["inputImage"] = jpeg_base64(image, LONGEST)
            return answer

        answers, info = self._each_page(file, read)
        return {"docPreprocessingResults": answers, "dataInfo": info}

    def _legacy_seals(self, values: Mapping[str, Any]) -> Mapping[str, Any]:
        """Answer with all that the earlier generations' clients look for."""
        longest = (values["inference_params"] or {}).get("max_long_side")
        options = SealOptions(orientation=False, unwarping=False, longest=longest)
        image = values["image"]
        file = self._open(image, PICTURE)
        if file.pages is not None:
            raise PaddleError(422, f"The file has {file.pages} pages, where one picture is wanted.")

        def read(readers: Readers, image: Image) -> dict[str, Any]:
            return _legacy_answer(read_seal_page(readers, image, options), visualize=_visualize(values))

        [answer], _ = self._each_page(file, read)
        return answer

    def _open(self, text: str, file_type: int | None) -> File:
        self._inference.require_room()
        return open_file(text, file_type, self._settings, self._decoders)

    def _each_page(
        self, file: File, read: Callable[[Readers, Image], Result]
    ) -> tuple[list[Result], dict[str, Any]]:
        """Decode and read the pages one after the other, each in its own turn at the readers."""
        answers, sizes = [], []
        for load_page in file.loaders(self._decoders, self._settings.max_pixels):
            answer, size = self._one_page(load_page, read)
            answers.append(answer)
            sizes.append(size)
        return answers, file.described(sizes)

    def _one_page(
        self, load_page: Callable[[float], Image], read: Callable[[Readers, Image], Result]
    ) -> tuple[Result, tuple[int, int]]:
        with self._inference.place() as place:
            image = load_page(place.deadline)
            return place.run(lambda readers: read(readers, image)), (image.shape[1], image.shape[0])


def _visualize(values: Mapping[str, Any]) -> bool:
    return values["visualize"] is not False


def _seal_answer(page: SealPage, parameters: SealParameters, *, visualize: bool) -> dict[str, Any]:
    answer: dict[str, Any] = {"prunedResult": seal_result(page, parameters.detection)}
    if visualize:
        answer["outputImages"] = {
            name: jpeg_base64(drawn, LONGEST) for name, drawn in seal_pictures(page).items()
        }
        answer["inputImage"] = jpeg_base64(page.original, LONGEST)
    return answer


def _legacy_answer(page: SealPage, *, visualize: bool) -> dict[str, Any]:
    seals = []
    for region in page.regions:
        x, y = region.box[:2]
        seals.append(
            {
                "texts": [
                    {
                        "poly": [[px + x, py + y] for px, py in outline(text.polygon, region)],
                        "text": text.text,
                        "score": float(text.score),
                    }
                    for text in region.texts
                ]
            }
        )
    answer: dict[str, Any] = {
        "texts": [text for seal in seals for text in seal["texts"]],
        "sealImpressions": seals,
    }
    if visualize:
        answer["layoutImage"] = jpeg_base64(layout_picture(page), LONGEST)
        answer["ocrImage"] = jpeg_base64(page_picture(page), LONGEST)
    return answer
