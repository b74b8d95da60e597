"""Seal recognition and document preprocessing in Python, called as PaddleOCR's and PaddleX's are."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from sealstack.engine import check_device, load_readers
from sealstack.inputs import InputLimits, Page, Source, pages_of
from sealstack.models.pipelines.seal_page import Box, preprocess_page, read_seal_page
from sealstack.paddlex.configuration import DOCUMENT, SEAL, Configuration, find_configuration
from sealstack.paddlex.parameters import (
    DOCUMENT_MODELS,
    SEAL_MODELS,
    SEARCH,
    STEPS,
    Common,
    ParameterError,
    checked,
)
from sealstack.paddlex.results import DocPreprocessorResult, Result, SealRecognitionResult
from sealstack.service.parameters.search import seal_parameters
from sealstack.service.readers.engine import EngineReaders
from sealstack.service.settings.environment import read_settings

_COMMON = (
    *("device", "enable_hpi", "use_tensorrt", "min_subgraph_size", "precision", "enable_mkldnn"),
    *("mkldnn_cache_capacity", "cpu_threads", "enable_cinn", "engine", "engine_config"),
)


class _Pipeline:
    """What both pipelines share: parameters of the constructor, those of a YAML file below them."""

    _name: str
    _models: tuple[str, ...]
    _search: tuple[str, ...]

    def __init__(self, given: Mapping[str, Any]) -> None:
        values = {name: value for name, value in given.items() if value is not None}
        configured = values.pop("paddlex_config", None)
        if configured is not None:
            values = {**self._configured(configured), **values}
        models = [f"{model}_model_{what}" for model in self._models for what in ("name", "dir")]
        models += ["text_recognition_batch_size"] if self._models == SEAL_MODELS else []
        known = {*self._search, *_COMMON, *models}
        for name in values:
            if name not in known:
                raise TypeError(f"{type(self).__name__} has no parameter {name!r}")
        self._defaults = checked({name: values[name] for name in self._search if name in values})
        runtime = Common(
            **{name: values[name] for name in _COMMON if name in values},
            models={name: values[name] for name in models if name in values},
        ).runtime()
        self._limits = InputLimits(read_settings().max_pixels)
        self._runtime = runtime
        self._readers = self._readers_on(None)

    def _readers_on(self, device: str | None) -> EngineReaders:
        """The networks on the device of the constructor, or on another for one call."""
        runtime = self._runtime
        return load_readers(check_device(device) or runtime.device, runtime.threads, runtime.models)

    def _configured(self, configuration: Any) -> Mapping[str, Any]:
        found = (
            configuration if isinstance(configuration, Configuration) else find_configuration(configuration)
        )
        if found.pipeline != self._name:
            raise ParameterError(f"the configuration is that of {found.pipeline}, not of {self._name}")
        known = {*self._search, "device", "engine", "engine_config", "text_recognition_batch_size"}
        known |= {f"{model}_model_{what}" for model in self._models for what in ("name", "dir")}
        return {name: value for name, value in found.values.items() if name in known}

    def _merged(self, values: Mapping[str, Any]) -> dict[str, Any]:
        return {**self._defaults, **checked(values)}


class SealRecognition(_Pipeline):
    """Finds and reads seals.

    Examples:
        >>> for result in SealRecognition().predict("contract.jpg"):
        ...     result.print()
    """

    _name = SEAL
    _models = SEAL_MODELS
    _search = SEARCH

    def __init__(self, **parameters: Any) -> None:
        """Load the networks.

        Args:
            parameters: those of PaddleOCR's `SealRecognition`, all optional: `use_…`, `layout_…`,
                `seal_det_…`, `seal_rec_score_thresh`, `device`, `cpu_threads`, `paddlex_config` and the
                rest. docs/python.md says what becomes of each.

        Raises:
            ParameterError: a parameter has an invalid value, or asks for what is not here.
            TypeError: there is no such parameter.
            sealstack.engine.UnsupportedDeviceError: there is no such device.
            sealstack.models.runtime.DeviceUnavailable: the device cannot be used.
        """
        super().__init__(parameters)

    def predict(self, input: Source, **parameters: Any) -> list[SealRecognitionResult]:
        """Read everything that is named, and return a result for each page; see `predict_iter`."""
        return list(self.predict_iter(input, **parameters))

    def predict_iter(
        self, input: Source, *, layout_det_res: Any = None, device: str | None = None, **parameters: Any
    ) -> Iterator[SealRecognitionResult]:
        """Read page after page.

        Args:
            input: a path, URL, folder, pattern, PDF, `(H, W, 3)` uint8 BGR array, `{"img": …}`, or a list.
            layout_det_res: boxes to read instead of looking for seals, `{"boxes": [{"coordinate": [x1, y1,
                x2, y2], "label": "seal"}, …]}`, for every page.
            device: where to run this call; that of the constructor when None.
            parameters: the search's own (`use_…`, `layout_…`, `seal_det_…`, `seal_rec_score_thresh`),
                for this call only.

        Raises:
            ParameterError: a parameter has an invalid value.
            TypeError: there is no such parameter, or the input is nothing that can be a picture.
            sealstack.inputs.InputError: something named is not there or is no picture.
        """
        read = self._reading(layout_det_res, device, parameters)
        for page in pages_of(input, self._limits):
            yield read(page)

    def read_page(self, page: Page) -> SealRecognitionResult:
        """Read one page as the constructor's parameters have it; errors as those of `predict_iter`."""
        return self._reading(None, None, {})(page)

    def _reading(
        self, layout_det_res: Any, device: str | None, parameters: Mapping[str, Any]
    ) -> Callable[[Page], SealRecognitionResult]:
        _require_known(type(self).__name__, parameters, SEARCH)
        search = seal_parameters(self._merged(parameters))
        options = replace(search.options, boxes=_boxes(layout_det_res))
        readers = self._readers if device is None else self._readers_on(device)

        def read(page: Page) -> SealRecognitionResult:
            found = read_seal_page(readers, page.load(), options)
            return SealRecognitionResult(page, found, search.detection)

        return read


class DocPreprocessor(_Pipeline):
    """Makes pages upright and flat.

    Examples:
        >>> DocPreprocessor(use_doc_unwarping=False).predict("page.jpg")[0]["angle"]
        180
    """

    _name = DOCUMENT
    _models = DOCUMENT_MODELS
    _search = STEPS

    def __init__(self, **parameters: Any) -> None:
        """Load the networks.

        Args:
            parameters: those of PaddleOCR's `DocPreprocessor`, all optional.

        Raises:
            ParameterError: a parameter has an invalid value, or asks for what is not here.
            TypeError: there is no such parameter.
            sealstack.engine.UnsupportedDeviceError: there is no such device.
            sealstack.models.runtime.DeviceUnavailable: the device cannot be used.
        """
        super().__init__(parameters)

    def predict(self, input: Source, **parameters: Any) -> list[DocPreprocessorResult]:
        """Preprocess everything that is named, and return a result for each page; see `predict_iter`."""
        return list(self.predict_iter(input, **parameters))

    def predict_iter(
        self, input: Source, *, device: str | None = None, **parameters: Any
    ) -> Iterator[DocPreprocessorResult]:
        """Preprocess page after page.

        Args:
            input: a path, URL, folder, pattern, PDF, `(H, W, 3)` uint8 BGR array, `{"img": …}`, or a list.
            device: where to run this call; that of the constructor when None.
            parameters: `use_doc_orientation_classify` and `use_doc_unwarping`, for this call only.

        Raises:
            ParameterError: a parameter has an invalid value.
            TypeError: there is no such parameter, or the input is nothing that can be a picture.
            sealstack.inputs.InputError: something named is not there or is no picture.
        """
        read = self._reading(device, parameters)
        for page in pages_of(input, self._limits):
            yield read(page)

    def read_page(self, page: Page) -> DocPreprocessorResult:
        """Preprocess one page as the constructor's parameters have it; errors as those of `predict_iter`."""
        return self._reading(None, {})(page)

    def _reading(
        self, device: str | None, parameters: Mapping[str, Any]
    ) -> Callable[[Page], DocPreprocessorResult]:
        _require_known(type(self).__name__, parameters, STEPS)
        values = self._merged(parameters)
        orientation, unwarping = (values.get(step, True) for step in STEPS)
        readers = self._readers if device is None else self._readers_on(device)

        def read(page: Page) -> DocPreprocessorResult:
            image = page.load()
            found = preprocess_page(readers, image, orientation=orientation, unwarping=unwarping)
            return DocPreprocessorResult(page, image, found, orientation=orientation, unwarping=unwarping)

        return read


class CreatedPipeline:
    """A pipeline as PaddleX makes it: `predict` goes page by page."""

    def __init__(self, pipeline: SealRecognition | DocPreprocessor) -> None:
        self._pipeline = pipeline

    def predict(self, input: Source, **parameters: Any) -> Iterator[Result]:
        """Give the results page by page; parameters as those of `predict_iter`."""
        return self._pipeline.predict_iter(input, **parameters)

    __call__ = predict

    def read_page(self, page: Page) -> Result:
        """Read one page as the constructor's parameters have it."""
        return self._pipeline.read_page(page)


def create_pipeline(
    pipeline: str | Path | None = None,
    config: str | Path | Mapping[str, Any] | None = None,
    device: str | None = None,
    use_hpip: bool | None = None,
    hpi_config: Mapping[str, Any] | None = None,
    **parameters: Any,
) -> CreatedPipeline:
    """Make a pipeline as PaddleX does.

    Args:
        pipeline: `seal_recognition`, `doc_preprocessor`, or the path of a YAML file.
        config: such a path or the file's content, instead.
        device: `cpu`, `gpu` or `gpu:N`; that of the file, then `OCR_DEVICE`, when None.
        use_hpip: not heeded: there is one engine.
        hpi_config: not heeded.
        parameters: others of the pipeline's constructor.

    Raises:
        ParameterError: there is no such pipeline, or a parameter has an invalid value.
        sealstack.engine.UnsupportedDeviceError: there is no such device.
        sealstack.models.runtime.DeviceUnavailable: the device cannot be used.
    """
    if pipeline is None and config is None:
        raise ParameterError("name a pipeline, or give its configuration")
    found = find_configuration(config if config is not None else str(pipeline))
    kinds: dict[str, type[SealRecognition] | type[DocPreprocessor]] = {
        SEAL: SealRecognition,
        DOCUMENT: DocPreprocessor,
    }
    return CreatedPipeline(kinds[found.pipeline](paddlex_config=found, device=device, **parameters))


def _require_known(owner: str, parameters: Mapping[str, Any], known: Sequence[str]) -> None:
    for name in parameters:
        if name not in known:
            raise TypeError(f"{owner}.predict has no parameter {name!r}")


def _boxes(layout: Any) -> tuple[Box, ...] | None:
    """The boxes of seals in somebody's own layout result."""
    if layout is None:
        return None
    if isinstance(layout, list | tuple) and len(layout) == 1:
        layout = layout[0]
    try:
        boxes = layout["boxes"] if "boxes" in layout else layout["res"]["boxes"]
        return tuple(
            (round(x1), round(y1), round(x2 - x1), round(y2 - y1))
            for x1, y1, x2, y2 in (box["coordinate"] for box in boxes if box.get("label", "seal") == "seal")
        )
    except (KeyError, TypeError, ValueError) as error:
        raise ParameterError(f"layout_det_res has no boxes with coordinates: {error!r}") from None
