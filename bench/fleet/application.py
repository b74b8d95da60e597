"""The service as replicas of the fleet run it: everything but the networks, whose readings are scripted."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence

import numpy as np

from bench.blank_readers import BlankReaders
from sealstack.models.form.align.whole import Alignment
from sealstack.models.form.template import FieldMark, FormFeatures, FormReading
from sealstack.models.values import Field, Image, Seal, SealShape
from sealstack.service.application import create_app

SECONDS = "BENCH_FLEET_SECONDS"
"""The variable with the mean seconds of a reading and their coefficient of variation, as `0.1,0.5`."""


class ScriptedReaders(BlankReaders):
    """Finds one seal in every picture, after a lognormal time; every form matches."""

    def __init__(self) -> None:
        mean, _, variation = os.environ.get(SECONDS, "").partition(",")
        self._mean, self._variation = float(mean or 0), float(variation or 0)
        self._chance = np.random.default_rng()

    def read_seals(self, image: Image) -> Sequence[Seal]:
        """Find the seal."""
        if self._mean:
            sigma = np.sqrt(np.log1p(self._variation**2))
            time.sleep(self._mean * float(np.exp(sigma * self._chance.standard_normal() - sigma**2 / 2)))
        height, width = image.shape[:2]
        return [Seal("上海宝山测试有限公司", (), (0, 0, width, height), SealShape.ROUND, 0.9)]

    def match_form(
        self, image: Image, marks: Sequence[FieldMark], features: FormFeatures, by_words: bool
    ) -> Alignment:
        """Match every form."""
        return Alignment(np.eye(3), 1.0)

    def read_form(
        self,
        image: Image,
        marks: Sequence[FieldMark],
        features: FormFeatures,
        alignment: Alignment | None = None,
    ) -> FormReading:
        """Read in every field its name."""
        return FormReading(tuple(Field(mark.name, mark.name, 0.9, mark.quad) for mark in marks), 1.0)


app = create_app(readers=ScriptedReaders())
