"""What the form tests share."""

from __future__ import annotations

import numpy as np
import pytest

from bench.forms.drawing import FilledForm, fill_in
from bench.forms.kinds import KINDS
from sealstack.models.form.describe.features import Form, unpack
from sealstack.models.form.reader import FormReader
from sealstack.models.form.template import FieldMark, FormFeatures
from sealstack.models.runtime import RuntimeOptions
from sealstack.models.text.engine import TextEngine


@pytest.fixture(scope="session")
def reader() -> FormReader:
    options = RuntimeOptions("cpu", 1)
    return FormReader.load(TextEngine.load(options), options)


@pytest.fixture(scope="session")
def ticket() -> FilledForm:
    """A ticket as an operator would register it."""
    return fill_in(KINDS["ticket"](), np.random.default_rng(1))


@pytest.fixture(scope="session")
def marks(ticket: FilledForm) -> list[FieldMark]:
    return [FieldMark(name, quad) for name, quad in ticket.marks()]


@pytest.fixture(scope="session")
def features(reader: FormReader, ticket: FilledForm) -> FormFeatures:
    return reader.describe(ticket.sheet)


@pytest.fixture(scope="session")
def form(features: FormFeatures) -> Form:
    return unpack(features.data)
