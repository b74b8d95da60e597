"""Networks of others, by setting: PaddleX's layout detectors and detectors of text in seals, in ONNX form."""

from sealstack.models.external.layout import LayoutBox, LayoutSearch
from sealstack.models.external.seal_models import SealModels
from sealstack.models.external.seal_text import TextSearch

__all__ = ["LayoutBox", "LayoutSearch", "SealModels", "TextSearch"]
