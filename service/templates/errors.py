"""Why something could not be done with a template. Each dialect answers these with its own codes."""

from __future__ import annotations

from sealstack.service.texts import Text

_NO_MATCH = Text("图片与模板不匹配。", "The picture does not show the form of the template.")
_NONE_FITS = Text("没有与图片匹配的模板。", "The picture shows the form of none of the templates.")


class InvalidTemplateError(Exception):
    """An invalid template.

    Attributes:
        reason: the index of the field that is wrong, counted from 0, and what is wrong, in every language.
    """

    def __init__(self, reason: Text, index: int | None = None) -> None:
        place = "template" if index is None else f"template[{index}]"
        self.reason = Text(
            *(f"{place}{colon}{said}" for colon, said in (("：", reason.chinese), (": ", reason.english)))
        )
        super().__init__(self.reason.render("en-US"))


class TemplateMismatchError(Exception):
    """The picture does not show the template's form, or, asked for the best template, that of none.

    Attributes:
        reason: which of the two, in every language.
    """

    def __init__(self, *, any_template: bool = False) -> None:
        self.reason = _NONE_FITS if any_template else _NO_MATCH
        super().__init__(self.reason.render("en-US"))


class ReadingFailedError(Exception):
    """The readers failed on a picture; the log says how."""
