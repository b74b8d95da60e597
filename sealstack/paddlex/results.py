"""What the pipelines return: a dictionary that can print, draw and save itself."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image as PillowImage

from sealstack.inputs import PICTURES, Page
from sealstack.models.document.page import PreprocessedPage
from sealstack.models.pipelines.results import document_result, seal_result
from sealstack.models.pipelines.seal_page import SealPage
from sealstack.models.pipelines.visualisations import document_picture, seal_pictures
from sealstack.models.values import Image


class Result(dict[str, Any]):
    """What was found on one page, by the names that PaddleX's results have.

    `json` holds what can be written as JSON, under the one key `res`; further keys hold arrays.
    """

    def __init__(self, page: Page, found: Mapping[str, Any]) -> None:
        super().__init__({"input_path": page.path, "page_index": page.index, **found})
        self._name, self._suffix = page.name, page.suffix
        self._written = tuple(self)

    @property
    def json(self) -> dict[str, Any]:
        """The result as JSON has it: `{"res": {…}}`."""
        return {"res": {name: self[name] for name in self._written}}

    @property
    def img(self) -> dict[str, PillowImage.Image]:
        """The result in pictures, by their names."""
        return {
            name: PillowImage.fromarray(np.ascontiguousarray(image[:, :, ::-1]))
            for name, image in self._drawn().items()
        }

    def print(self, format_json: bool = True, indent: int = 4, ensure_ascii: bool = False) -> None:
        """Print the result.

        Args:
            format_json: whether as indented JSON; if not, as Python writes it, on one line.
            indent: by how many blanks, when it is JSON.
            ensure_ascii: whether JSON writes other characters as escapes.
        """
        written = (
            json.dumps(self.json, indent=indent, ensure_ascii=ensure_ascii)
            if format_json
            else repr(self.json)
        )
        sys.stdout.write(written + "\n")

    def save_to_json(self, save_path: str | Path, indent: int = 4, ensure_ascii: bool = False) -> None:
        """Write what is under `res` to a JSON file.

        Args:
            save_path: the file when it ends in `.json`, otherwise the folder; folders are made.
            indent: by how many blanks.
            ensure_ascii: whether other characters are written as escapes.

        Raises:
            OSError: it cannot be written.
        """
        path = Path(save_path).expanduser()
        if path.suffix.lower() != ".json":
            path = path / f"{self._json_name()}.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        text = json.dumps(self.json["res"], indent=indent, ensure_ascii=ensure_ascii)
        path.write_text(text + "\n", encoding="utf-8")

    def save_to_img(self, save_path: str | Path) -> None:
        """Write the pictures.

        Args:
            save_path: the folder; a picture file is overwritten by each picture in turn, as in PaddleX.

        Raises:
            OSError: they cannot be written.
        """
        path = Path(save_path).expanduser()
        is_file = path.suffix.lower() in PICTURES
        for name, picture in self.img.items():
            target = path if is_file else path / f"{self._picture_name(name)}{self._suffix}"
            target.parent.mkdir(parents=True, exist_ok=True)
            picture.save(target)

    def _json_name(self) -> str:
        return f"{self._name}_res"

    def _picture_name(self, name: str) -> str:
        return f"{self._name}_{name}"

    def _drawn(self) -> dict[str, Image]:
        return {}


class SealRecognitionResult(Result):
    """The seals of one page.

    The keys of PaddleX 3.0 beta, `layout_result` and `ocr_result`, can be asked for too.
    """

    def __init__(self, page: Page, found: SealPage, detection: Mapping[str, Any]) -> None:
        super().__init__(page, seal_result(found, detection))
        self._found = found

    def __missing__(self, key: str) -> Any:
        if key == "layout_result":
            boxes = self["layout_det_res"]["boxes"] if "layout_det_res" in self else []
            return {"input_path": self["input_path"], "boxes": boxes}
        if key == "ocr_result":
            return {"input_path": self["input_path"], **self._lines_on_page()}
        raise KeyError(key)

    def get(self, key: str, default: Any = None) -> Any:
        """Get a value, those of the beta among them."""
        try:
            return self[key]
        except KeyError:
            return default

    def _lines_on_page(self) -> dict[str, Any]:
        """The texts of all seals in the beta's words; polygons in pixels of the page."""
        polygons, texts, scores = [], [], []
        for region in self._found.regions:
            for text in region.texts:
                polygons.append(np.rint(text.polygon + np.array(region.box[:2], np.float32)).astype(int))
                texts.append(text.text)
                scores.append(float(text.score))
        return {"dt_polys": polygons, "dt_scores": list(scores), "rec_text": texts, "rec_score": scores}

    def _drawn(self) -> dict[str, Image]:
        return seal_pictures(self._found)


class DocPreprocessorResult(Result):
    """One page made upright and flat.

    `output_img` is the page, `rot_img` the same before flattening, `input_img` as it came.
    """

    def __init__(
        self, page: Page, original: Image, found: PreprocessedPage, *, orientation: bool, unwarping: bool
    ) -> None:
        super().__init__(page, document_result(found, orientation=orientation, unwarping=unwarping))
        self._steps = {"orientation": orientation, "unwarping": unwarping}
        self._found = found
        self |= {"input_img": original, "rot_img": found.rotated, "output_img": found.image}

    def _json_name(self) -> str:
        return self._name

    def _picture_name(self, name: str) -> str:
        return f"{self._name}_doc_preprocessor_res_img"

    def _drawn(self) -> dict[str, Image]:
        return {"preprocessed_img": document_picture(self["input_img"], self._found, **self._steps)}
