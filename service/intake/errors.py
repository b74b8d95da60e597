"""Why something sent could not be made into a picture. Each dialect answers these with its own codes."""

from __future__ import annotations

from sealstack.service.texts import Text


class IntakeError(Exception):
    """What was sent could not be made into a picture.

    Attributes:
        reason: what was wrong, the limit, and what was sent, in every language.
    """

    def __init__(self, reason: Text) -> None:
        super().__init__(reason.render("en-US"))
        self.reason = reason


class NotAPictureError(IntakeError):
    """The base64 does not decode, or the bytes are no picture, or not a whole one."""


class TooLargeError(IntakeError):
    """More bytes or more pixels than allowed."""


class NoSuchPageError(IntakeError):
    """The PDF has no page with this number."""


class DownloadError(IntakeError):
    """The URL was refused, could not be fetched, or took too long."""
