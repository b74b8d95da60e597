"""How often an account may call an Action: a moving window of one second."""

from __future__ import annotations

import logging
from pathlib import Path

from limits import RateLimitItemPerSecond
from limits.errors import ConfigurationError, StorageError
from limits.storage import Storage
from limits.strategies import MovingWindowRateLimiter

from service.accounts import UNLIMITED, Account
from service.errors import ApiError
from service.machine_windows import MachineWindows
from service.redis_windows import RedisWindows
from service.setting_values import SettingsError

_LOG = logging.getLogger(__name__)

_FILE_NAME = "rate_windows.db"


class Throttle:
    """Refuses calls beyond an account's rate; every account has a window for each Action."""

    def __init__(self, storage: Storage, default_rate: int, fallback: Storage | None = None) -> None:
        """Limit calls.

        Args:
            storage: where the windows are, shared by everyone who is to be counted together.
            default_rate: calls a second for accounts that have no rate of their own, 0 for any number.
            fallback: where to count while `storage` is out of reach; it must raise `StorageError` then.
        """
        self._limiter = MovingWindowRateLimiter(storage)
        self._default_rate = default_rate
        self._fallback = MovingWindowRateLimiter(fallback) if fallback else None

    def check(self, account: Account | None, action: str) -> None:
        """Count a call, or refuse it.

        Args:
            account: who calls; None when everyone is let in, and nobody is counted.
            action: the Action's name as it is registered, however the client spelt it.

        Raises:
            ApiError: `RequestLimitExceeded`; the call is not counted then.
        """
        if account is None:
            return
        rate = account.rate(action, self._default_rate)
        if rate != UNLIMITED and not self._hit(rate, account.secret_id, action):
            raise ApiError("RequestLimitExceeded", calls=rate + 1, limit=rate)

    def _hit(self, rate: int, secret_id: str, action: str) -> bool:
        item = _CallsPerSecond(rate)
        try:
            return self._limiter.hit(item, secret_id, action)
        except StorageError as error:
            if self._fallback is None:
                raise
            _LOG.warning("Redis is out of reach, so this machine counts calls by itself: %s", error)
            return self._fallback.hit(item, secret_id, action)


def open_throttle(data_dir: Path, default_rate: int, redis_url: str = "") -> Throttle:
    """Make the throttle of a service.

    Args:
        data_dir: the folder of the file that the workers of this machine share, on a local disk.
        default_rate: calls a second for accounts that have no rate of their own, 0 for any number.
        redis_url: a Redis that all machines share; empty when there is one machine only. While it is out of
            reach, each machine counts by itself.

    Raises:
        SettingsError: `redis_url` is no URL of a Redis, or the `redis` package is not installed.
    """
    machine = MachineWindows(MachineWindows.uri_of(data_dir / _FILE_NAME))
    if not redis_url:
        return Throttle(machine, default_rate)
    try:
        windows = RedisWindows(redis_url, wrap_exceptions=True)
    except ValueError as error:
        raise SettingsError(f"OCR_REDIS_URL: {error}") from None
    except ConfigurationError as error:
        raise SettingsError(
            "OCR_REDIS_URL needs the redis package: install sealstack with its `scale` extra"
        ) from error
    return Throttle(windows, default_rate, fallback=machine)


class _CallsPerSecond(RateLimitItemPerSecond):
    """A limit whose window outlives a change of its rate: the library would begin a new one."""

    def key_for(self, *identifiers: bytes | str | int | float) -> str:
        return "/".join(str(identifier) for identifier in ("calls", *identifiers))
