"""Networks of others, by setting: PaddleX's layout detectors and detectors of text in seals, in ONNX form."""

from models.external.layout import LayoutBox, LayoutSearch
from models.external.seal_models import SealModels
from models.external.seal_text import TextSearch

__all__ = ["LayoutBox", "LayoutSearch", "SealModels", "TextSearch"]
