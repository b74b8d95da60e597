"""The one kind of error that the Tencent dialect answers with."""

from __future__ import annotations

from sealstack.service.dialects.tencent.catalogue import CATALOGUE, Entry
from sealstack.service.texts import DEFAULT_LANGUAGE, Language, Parameter


class ApiError(Exception):
    """A refusal or failure with a code of the catalogue, sent to the client in its own language.

    Examples:
        >>> raise ApiError("AuthFailure.SecretIdNotFound")
        >>> raise ApiError("MissingParameter", parameter="Timestamp")
        >>> raise ApiError("RequestLimitExceeded", calls=21, limit=20)

    Attributes:
        code: the error code, as the public API documents it.
        parameters: what fills the places of the message.
    """

    def __init__(self, code: str, variant: str = "", /, **parameters: Parameter) -> None:
        """Make an error.

        Args:
            code: a code of `service.dialects.tencent.catalogue.CATALOGUE`.
            variant: the name of one of the code's other sentences; empty for the usual one.
            parameters: a value for each named place in the sentence.

        Raises:
            LookupError: the code or the variant is not in the catalogue.
            TypeError: the parameters are not those that the sentence has places for.
        """
        entry = find_entry(code)
        self.code = code
        self.parameters = parameters
        self._text = entry.variants[variant] if variant else entry.text
        if parameters.keys() != self._text.places:
            raise TypeError(f"{code} takes {sorted(self._text.places)}, not {sorted(parameters)}")
        super().__init__(f"{code}: {self.message(DEFAULT_LANGUAGE)}")

    def message(self, language: Language) -> str:
        """Say what went wrong in one language."""
        return self._text.render(language, **self.parameters)


def find_entry(code: str) -> Entry:
    """Look up the catalogue's entry for a code.

    Raises:
        LookupError: there is no such code.
    """
    try:
        return CATALOGUE[code]
    except KeyError:
        raise LookupError(f"{code!r} is not in the catalogue of error codes") from None


def example_error(code: str) -> ApiError:
    """Make an error of this code whose message is filled with the catalogue's example values.

    Raises:
        LookupError: there is no such code.
    """
    return ApiError(code, **find_entry(code).example)
