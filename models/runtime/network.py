"""What is built around one network: the ONNX file is opened in one way for all of them."""

from __future__ import annotations

from pathlib import Path
from typing import Self

from sealstack.models.runtime.opening import open_session
from sealstack.models.runtime.options import RuntimeOptions
from sealstack.models.runtime.session import Session


class Network:
    """A loaded network; a class below it says what goes in and what comes out.

    May be shared by many threads: nothing about a call is kept in it.
    """

    def __init__(self, session: Session) -> None:
        """Take a session that runs the network."""
        self._session = session

    @classmethod
    def load(cls, model: Path, options: RuntimeOptions) -> Self:
        """Load a network from an ONNX file.

        Raises:
            FileNotFoundError: there is no such file.
            ValueError: it is not an ONNX model, or not one of this kind.
            DeviceUnavailable: the device asked for cannot be used.
        """
        return cls(open_session(model, options))

    @property
    def provider(self) -> str:
        """What really computes."""
        return self._session.provider
