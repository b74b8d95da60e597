"""A layout detector in ONNX form: PaddleX's PicoDet and RT-DETR exports, which find seals among other parts.

Both kinds of export take a picture resized without heed to its proportions, RGB, and how it was scaled; they
answer rows of class, score and corners in pixels of the picture itself, and how many rows there are.
PicoDet's (Yu et al., "PP-PicoDet", 2021) are normalised with ImageNet's figures; RT-DETR's (Zhao et al.,
"DETRs Beat YOLOs on Real-time Object Detection", CVPR 2024), which take `im_shape` besides, only to 0..1.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from sealstack.models.external.boxes import grown, suppressed, without_contained
from sealstack.models.external.description import IMAGENET_DEVIATION, IMAGENET_MEAN, Description, describe
from sealstack.models.runtime import RuntimeOptions, Session, open_session
from sealstack.models.runtime.session import FloatArray
from sealstack.models.values import Image

SEAL = "seal"
_SEAL_CLASS = 16
_SEAL_CLASS_OF_THREE = 2
"""The number of the class of seals in PaddleX's models of 17 and 23 classes, and in those of 3."""

_SIZE_OF_TRANSFORMERS, _SIZE_OF_PICODET = (640, 640), (480, 480)
"""Sizes shown where neither the file nor its description says one."""

_THRESHOLD = 0.5


@dataclass(frozen=True)
class LayoutSearch:
    """How the parts of a page are chosen; each value may be one for all classes, or one by class.

    Attributes:
        threshold: parts less sure are left out, 0..1.
        suppress: whether of parts that cover each other only the surest stays.
        growth: by how much boxes grow about their middles, in width and height.
        merging: `large` leaves out boxes inside others, `small` those around others, `union` neither.
    """

    threshold: float | Mapping[int, float] = _THRESHOLD
    suppress: bool = True
    growth: tuple[float, float] | Mapping[int, tuple[float, float]] = (1.0, 1.0)
    merging: str | Mapping[int, str] = field(default="large")

    def threshold_of(self, class_id: int) -> float:
        """The threshold of a class."""
        if isinstance(self.threshold, Mapping):
            return self.threshold.get(class_id, _THRESHOLD)
        return self.threshold

    def growth_of(self, class_id: int) -> tuple[float, float]:
        """The growth of a class."""
        if isinstance(self.growth, Mapping):
            return self.growth.get(class_id, (1.0, 1.0))
        return self.growth

    def merging_of(self, class_id: int) -> str:
        """How a class is merged."""
        if isinstance(self.merging, Mapping):
            return self.merging.get(class_id, "union")
        return self.merging


@dataclass(frozen=True)
class LayoutBox:
    """A part of a page.

    Attributes:
        class_id: the number of its class in the model.
        label: the class's name.
        score: how sure it is, 0..1.
        corners: `(x1, y1, x2, y2)`, pixels of the page, inside it.
    """

    class_id: int
    label: str
    score: float
    corners: tuple[float, float, float, float]

    @property
    def is_seal(self) -> bool:
        """Whether it is a seal."""
        return self.label == SEAL


class LayoutDetector:
    """Finds the parts of pages. May be shared by many threads."""

    def __init__(self, network: Session, description: Description, *, seal_class: int = _SEAL_CLASS) -> None:
        """Take a loaded network.

        Args:
            network: with an input `image`, and `scale_factor` and `im_shape` as it likes.
            description: what is known of it.
            seal_class: the class of seals, where the description names no classes.

        Raises:
            ValueError: it is no layout detector, or it knows no seals.
        """
        if "image" not in network.inputs or not set(network.inputs) <= {"image", "scale_factor", "im_shape"}:
            raise ValueError(
                f"a layout model takes `image`, `scale_factor` and perhaps `im_shape`, "
                f"not {', '.join(network.inputs)}"
            )
        if description.labels and SEAL not in description.labels:
            raise ValueError(f"the layout model knows no seals, only {', '.join(description.labels)}")
        self._network = network
        transformer = "im_shape" in network.inputs
        self._size = (
            _fixed_size(network)
            or description.size
            or (_SIZE_OF_TRANSFORMERS if transformer else _SIZE_OF_PICODET)
        )
        mean = description.mean or ((0.0,) * 3 if transformer else IMAGENET_MEAN)
        deviation = description.deviation or ((1.0,) * 3 if transformer else IMAGENET_DEVIATION)
        self._mean, self._deviation = np.array(mean, np.float32), np.array(deviation, np.float32)
        try:
            self._rows(np.zeros((64, 64, 3), np.uint8))
        except ValueError:
            raise
        except Exception as error:  # whatever the runtime raises for a picture that the network cannot take
            raise ValueError(
                f"the layout model takes no (1, 3, {self._size[0]}, {self._size[1]}) picture"
            ) from error
        self._labels = description.labels or (*(f"class {number}" for number in range(seal_class)), SEAL)

    @classmethod
    def load(cls, model: Path, options: RuntimeOptions) -> LayoutDetector:
        """Load a detector from an ONNX file, with PaddleX's `inference.yml` beside it when there is one.

        Without that file a model whose name has `3cls` in it is taken for one of three classes.

        Raises:
            FileNotFoundError: there is no such file.
            ValueError: it is no such model.
            DeviceUnavailable: the device asked for cannot be used.
        """
        few = "3cls" in model.name
        return cls(
            open_session(model, options),
            describe(model),
            seal_class=_SEAL_CLASS_OF_THREE if few else _SEAL_CLASS,
        )

    def detect(self, image: Image, search: LayoutSearch | None = None) -> list[LayoutBox]:
        """Find the parts of a page.

        Args:
            image: `(H, W, 3)` uint8 BGR.
            search: how to choose among what the network finds.

        Returns:
            The parts of all classes, the surest first.

        Raises:
            ValueError: the network answers what no layout detector does.
        """
        search = search or LayoutSearch()
        rows = self._rows(image)
        rows = rows[np.argsort(-rows[:, 1], kind="stable")]
        rows = rows[[row[1] >= search.threshold_of(int(row[0])) for row in rows]]
        classes, corners = rows[:, 0].astype(int), _inside(rows[:, 2:6], image)
        sound = (corners[:, 2] - corners[:, 0] >= 1) & (corners[:, 3] - corners[:, 1] >= 1)
        kept = np.flatnonzero(sound)
        if search.suppress:
            kept = kept[suppressed(corners[kept], classes[kept])]
        merging = [search.merging_of(number) for number in classes[kept].tolist()]
        kept = kept[without_contained(corners[kept], merging)]
        return [self._box(rows[at], corners[at], image, search) for at in kept]

    def _box(
        self, row: FloatArray, corners: NDArray[np.float32], image: Image, search: LayoutSearch
    ) -> LayoutBox:
        number = int(row[0])
        label = self._labels[number] if 0 <= number < len(self._labels) else f"class {number}"
        left, top, right, bottom = _inside(grown(corners, search.growth_of(number))[None], image)[0].tolist()
        return LayoutBox(number, label, float(row[1]), (left, top, right, bottom))

    def _rows(self, image: Image) -> NDArray[np.float32]:
        """What the network finds: rows of class, score and corners."""
        height, width = self._size
        shown = cv2.resize(image, (width, height), interpolation=cv2.INTER_CUBIC)[..., ::-1]
        picture = (shown.astype(np.float32) / 255 - self._mean) / self._deviation
        feeds: dict[str, FloatArray] = {
            "image": np.ascontiguousarray(picture.transpose(2, 0, 1)[None], np.float32),
            "scale_factor": np.array([[height / image.shape[0], width / image.shape[1]]], np.float32),
            "im_shape": np.array([[height, width]], np.float32),
        }
        outputs = self._network.compute({name: feeds[name] for name in self._network.inputs})
        rows = next((one for one in outputs if one.ndim == 2 and one.shape[1] >= 6), None)
        if rows is None:
            shapes = ", ".join(str(one.shape) for one in outputs)
            raise ValueError(f"the layout model answers {shapes}, not rows of class, score and four corners")
        return rows[np.isfinite(rows[:, :6]).all(axis=1) & (rows[:, 0] >= 0)]


def _fixed_size(network: Session) -> tuple[int, int] | None:
    """The size that an export was fixed to; None when it takes any."""
    shape = network.inputs["image"]
    if len(shape) != 4:
        raise ValueError(f"a layout model takes pictures (1, 3, H, W), not {shape}")
    height, width = shape[2:]
    return (height, width) if isinstance(height, int) and isinstance(width, int) else None


def _inside(corners: NDArray[np.float32], image: Image) -> NDArray[np.float32]:
    height, width = image.shape[:2]
    return np.asarray(np.clip(corners, 0, [width, height, width, height]), np.float32)
