"""What the Actions on templates have in common."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sealstack.service.dialects.tencent.actions.action import Context
from sealstack.service.dialects.tencent.actions.pictures import api_error
from sealstack.service.dialects.tencent.errors import ApiError
from sealstack.service.intake.errors import IntakeError
from sealstack.service.readers.inference import Overloaded
from sealstack.service.templates.errors import InvalidTemplateError, ReadingFailedError, TemplateMismatchError
from sealstack.service.texts import Text
from sealstack.templates_store.templates import TemplateNotFoundError

_KEY_NEEDED = Text(
    "模板由API密钥保护，请使用账号签名或发送X-Api-Key。",
    "templates are closed by API keys: sign as an account, or send X-Api-Key.",
)


def owner_of(context: Context) -> str:
    """Whose templates the caller works with.

    Raises:
        ApiError: `AuthFailure.InvalidAuthorization`: API keys close the templates, and nobody signed.
    """
    if context.owner is None:
        raise ApiError("AuthFailure.InvalidAuthorization", reason=_KEY_NEEDED)
    return context.owner


@contextmanager
def told_in_codes() -> Iterator[None]:
    """Raise what goes wrong with templates and their pictures as codes of this dialect.

    Raises:
        ApiError: in place of every error of the templates and of the intake.
    """
    try:
        yield
    except InvalidTemplateError as error:
        raise ApiError(
            "InvalidParameterValue.InvalidParameterValueLimit", parameter="Template", reason=error.reason
        ) from None
    except TemplateNotFoundError as error:
        raise ApiError("ResourceNotFound", resource=error.template_id[:64]) from None
    except TemplateMismatchError as error:
        raise ApiError("FailedOperation.TemplateMismatch", reason=error.reason) from None
    except Overloaded as error:
        raise ApiError("RequestLimitExceeded", "overload", limit=error.limit) from None
    except IntakeError as error:
        raise api_error(error) from error
    except ReadingFailedError as error:
        raise ApiError("FailedOperation.OcrFailed") from error
