"""The real readers: one text engine under everything that is read, and a fast one for general text."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass

from sealstack.models.document.page import PreprocessedPage
from sealstack.models.document.preprocessor import DocumentPreprocessor
from sealstack.models.external import LayoutBox, LayoutSearch, SealModels, TextSearch
from sealstack.models.form.align.whole import Alignment
from sealstack.models.form.reader import FormReader
from sealstack.models.form.template import FieldMark, FormFeatures, FormReading
from sealstack.models.runtime import CardOptions, RuntimeOptions
from sealstack.models.runtime.machine.memory import keep_one_heap
from sealstack.models.seal import SealReader
from sealstack.models.seal.detect.candidate import Candidate
from sealstack.models.seal.reader import TextsOf
from sealstack.models.text.engine import TextEngine
from sealstack.models.values import Image, Seal, SealText, TextLine
from sealstack.service.readers.looks import keep_looks, looks_under_way
from sealstack.service.settings.settings import Settings
from sealstack.service.settings.values import FAST


@dataclass(frozen=True)
class _Loaded:
    engine: TextEngine
    seals: SealReader
    others: SealModels
    documents: DocumentPreprocessor
    forms: FormReader
    alphabet: frozenset[str]


class EngineReaders:
    """Reads with the text engine; implements `service.readers.inference.Readers`."""

    def __init__(self, settings: Settings) -> None:
        card = CardOptions(memory=settings.gpu_memory * 1024 * 1024, batch=settings.gpu_batch)
        self._options = RuntimeOptions(settings.device, settings.thread_count, settings.precision, card)
        self._model_dir = settings.model_dir
        self._reads_fast = settings.text_model == FAST
        self._orientation_model = settings.doc_orientation_model
        self._unwarping_model = settings.doc_unwarping_model
        self._layout_model = settings.layout_model
        self._seal_detection_model = settings.seal_detection_model
        self._max_seals = settings.max_seals
        self._lock = threading.Lock()
        self._readers: _Loaded | None = None
        self._loading_fast = threading.Lock()
        self._fast: TextEngine | None = None

    def load(self) -> None:
        """Load the networks, once.

        Raises:
            models.runtime.DeviceUnavailable: the device that was asked for is not there.
            OSError: a model file is missing.
        """
        with self._lock:
            if self._readers is None:
                keep_one_heap()
                engine = TextEngine.load(self._options, self._model_dir)
                seals = SealReader.load(self._options, most=self._max_seals, watch=keep_looks)
                others = SealModels.load(
                    self._options,
                    layout=self._layout_model,
                    text=self._seal_detection_model,
                )
                documents = DocumentPreprocessor.load(
                    engine,
                    self._options,
                    orientation_model=self._orientation_model,
                    unwarping_model=self._unwarping_model,
                )
                forms = FormReader.load(engine, self._options)
                general = self._fast_engine(engine) if self._reads_fast else engine
                alphabet = frozenset(general.recognizer.alphabet)
                self._readers = _Loaded(engine, seals, others, documents, forms, alphabet)

    @property
    def loaded(self) -> bool:
        """Whether the networks are there."""
        return self._readers is not None

    @property
    def provider(self) -> str:
        """The execution provider really in use; empty before anything is loaded."""
        return self._readers.engine.provider if self._readers else ""

    @property
    def alphabet(self) -> frozenset[str]:
        """Every character that the recognizer of general text knows; empty before it is loaded."""
        return self._readers.alphabet if self._readers else frozenset()

    def read_seals(self, image: Image, texts: TextsOf | None = None) -> Sequence[Seal]:
        """Locate and read every seal, the most prominent first; `texts` reads in place of our networks."""
        looks = looks_under_way()
        if texts is None and looks is not None:
            texts = looks.begin
        return self._ready().seals.read(image, texts)

    def read_seals_at(self, image: Image, candidates: Sequence[Candidate]) -> Sequence[Seal]:
        """Read the seals at places that were located, in pixels of this picture."""
        return self._ready().seals.read_at(image, candidates)

    def find_parts(self, image: Image, search: LayoutSearch) -> Sequence[LayoutBox] | None:
        """Find the parts of a page by a layout model of others; None when there is none."""
        return self._ready().others.find_parts(image, search)

    def read_seal_texts(self, image: Image, search: TextSearch) -> Sequence[SealText] | None:
        """Read the lines of a seal that a detector of others finds; None when there is none."""
        return self._ready().others.read_texts(image, search)

    def read_lines(
        self,
        image: Image,
        *,
        detect: bool = True,
        classify: bool = True,
        recognize: bool = True,
        characters: bool = False,
        fast: bool = False,
    ) -> Sequence[TextLine]:
        """Find and read every line of text.

        Where a folder names other networks these read everything, whether `fast` is asked for or not.
        """
        engine = self._ready().engine
        if self._reads_fast or (fast and self._model_dir is None):
            engine = self._fast_engine(engine)
        return engine.read(
            image, detect=detect, classify=classify, recognize=recognize, characters=characters
        )

    def preprocess(self, image: Image, *, orientation: bool, unwarping: bool) -> PreprocessedPage:
        """Make a page upright and flat, as far as asked for."""
        return self._ready().documents.process(image, orientation=orientation, unwarping=unwarping)

    @property
    def form_features_version(self) -> int:
        """Of the features that `describe_form` makes."""
        return FormReader.FEATURES_VERSION

    def describe_form(self, image: Image) -> FormFeatures:
        """Work out what is kept of a template's picture."""
        return self._ready().forms.describe(image)

    def likely_forms(self, image: Image, signatures: Sequence[bytes], count: int) -> Sequence[int]:
        """The numbers of the templates that a picture probably shows, the likeliest first."""
        return self._ready().forms.likely(image, signatures, count)

    def match_form(
        self, image: Image, marks: Sequence[FieldMark], features: FormFeatures, by_words: bool
    ) -> Alignment:
        """How a template lies on a picture, and how well it matches.

        Raises:
            models.form.template.FormMismatchError: it does not.
        """
        return self._ready().forms.match(image, marks, features, by_words=by_words)

    def read_form(
        self,
        image: Image,
        marks: Sequence[FieldMark],
        features: FormFeatures,
        alignment: Alignment | None = None,
    ) -> FormReading:
        """Read the fields of a form.

        Raises:
            models.form.template.FormMismatchError: the picture does not show it.
        """
        return self._ready().forms.read(image, marks, features, alignment)

    def _fast_engine(self, engine: TextEngine) -> TextEngine:
        """The fast engine, loaded when it is first wanted: many services never ask for it."""
        with self._loading_fast:
            if self._fast is None:
                self._fast = TextEngine.load_fast(self._options, engine.line_classifier)
            return self._fast

    def _ready(self) -> _Loaded:
        self.load()
        if self._readers is None:
            raise RuntimeError("the networks are not loaded")
        return self._readers
