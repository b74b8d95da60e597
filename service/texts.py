"""Sentences that the service can say in each language it speaks."""

from __future__ import annotations

from dataclasses import dataclass
from string import Formatter
from typing import Literal, TypeAlias, get_args

Language: TypeAlias = Literal["zh-CN", "en-US"]
"""A language in which a message can be asked for, named as the `X-TC-Language` header names it."""

LANGUAGES: tuple[Language, ...] = get_args(Language)
DEFAULT_LANGUAGE: Language = "zh-CN"


def choose_language(asked: str | None) -> Language:
    """Pick the language of an answer.

    Args:
        asked: what the client named, in any case, or None; a bare `en` or `zh` will do.

    Returns:
        The language asked for when it is one of `LANGUAGES`, otherwise `DEFAULT_LANGUAGE`.
    """
    wanted = (asked or "").strip().lower()
    for language in LANGUAGES:
        if wanted and wanted in (language.lower(), language.split("-")[0]):
            return language
    return DEFAULT_LANGUAGE


@dataclass(frozen=True)
class Text:
    """One sentence in every language, with `{named}` places for what it speaks about.

    Attributes:
        chinese: the simplified Chinese template.
        english: the English template; it has the same named places.
    """

    chinese: str
    english: str

    @property
    def places(self) -> frozenset[str]:
        """The names of the places to be filled."""
        return frozenset(name for _, name, _, _ in Formatter().parse(self.english) if name)

    def render(self, language: Language, **parameters: Parameter) -> str:
        """Fill the places and return the sentence.

        Args:
            language: which language to speak.
            parameters: a value for each place; a `Text` without places is rendered in the same language.

        Raises:
            KeyError: a place has no value.
        """
        template = self.chinese if language == "zh-CN" else self.english
        spoken = {
            name: value.render(language) if isinstance(value, Text) else value
            for name, value in parameters.items()
        }
        return template.format(**spoken)

    def filled(self, **parameters: str | int | float) -> Text:
        """Fill the places in every language and return a sentence that has none left."""
        kept = {language: _escape(self.render(language, **parameters)) for language in LANGUAGES}
        return Text(kept["zh-CN"], kept["en-US"])


Parameter: TypeAlias = str | int | float | Text
"""What may fill a place of a `Text`."""


def _escape(sentence: str) -> str:
    return sentence.replace("{", "{{").replace("}", "}}")
