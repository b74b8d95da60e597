"""Who may call the Tencent dialect."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Protocol

from service.errors import ApiError
from service.settings import Settings
from service.signatures import (
    SignedRequest,
    check_signature,
    check_timestamp,
    read_signature,
    require_common_parameters,
)


class Access(Protocol):
    """Lets calls in, or refuses them with `ApiError`."""

    @property
    def is_open(self) -> bool:
        """Whether everyone is let in."""

    def require_parameters(self, request: SignedRequest) -> None:
        """Check that the request carries what is needed to tell who sent it."""

    def admit(self, request: SignedRequest, action: str) -> str:
        """Check who sent the request, and that they may call the Action now.

        Returns:
            Their SecretId; empty when nobody asks.
        """


class OpenAccess:
    """Everyone is let in."""

    is_open = True

    def require_parameters(self, request: SignedRequest) -> None:
        """Ask for nothing."""

    def admit(self, request: SignedRequest, action: str) -> str:
        """Let the request in without a look at its signature."""
        return ""


class SingleAccount:
    """One account, whose key is set in the environment."""

    is_open = False

    def __init__(
        self,
        secret_id: str,
        secret_key: str,
        *,
        public_hosts: tuple[str, ...] = (),
        now: Callable[[], float] = time.time,
    ) -> None:
        self._secret_id = secret_id
        self._secret_key = secret_key
        self._public_hosts = public_hosts
        self._now = now

    def require_parameters(self, request: SignedRequest) -> None:
        """Ask for what every signed request carries.

        Raises:
            ApiError: `MissingParameter`.
        """
        require_common_parameters(request)

    def admit(self, request: SignedRequest, action: str) -> str:
        """Verify the signature.

        Raises:
            ApiError: one of the `AuthFailure` codes.
        """
        signature = read_signature(request)
        if signature.secret_id != self._secret_id:
            raise ApiError("AuthFailure.SecretIdNotFound")
        check_timestamp(signature, self._now())
        check_signature(request, signature, self._secret_key, self._public_hosts)
        return signature.secret_id


def access_of(settings: Settings) -> Access:
    """Choose who is let in: the account of the settings, or everyone when there is none."""
    if settings.secret_id:
        return SingleAccount(settings.secret_id, settings.secret_key, public_hosts=settings.public_hosts)
    return OpenAccess()
