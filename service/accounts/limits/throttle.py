"""How often an account may call an Action: a moving window of one second."""

from __future__ import annotations

import logging
import sqlite3
import threading
import time
from collections.abc import Callable
from pathlib import Path

from limits import RateLimitItemPerSecond
from limits.errors import ConfigurationError, StorageError
from limits.storage import Storage
from limits.strategies import MovingWindowRateLimiter

from sealstack.service.accounts import UNLIMITED, Account
from sealstack.service.accounts.limits.machine_windows import MachineWindows
from sealstack.service.accounts.limits.redis_windows import RedisWindows
from sealstack.service.settings.values import SettingsError
from sealstack.templates_store.trouble import trouble_of

_LOG = logging.getLogger(__name__)

FALLBACK_SECONDS = 10.0
"""How long a machine counts by itself, without asking, when Redis has not answered."""

_FILE_NAME = "rate_windows.db"


class RateExceededError(Exception):
    """An account makes more calls a second than it may.

    Attributes:
        rate: calls a second that it may make.
    """

    def __init__(self, rate: int) -> None:
        super().__init__(f"more than {rate} calls a second")
        self.rate = rate


class Throttle:
    """Refuses calls beyond a rate: an account has a window for each Action, a key one for each path."""

    def __init__(
        self,
        storage: Storage,
        default_rate: int | None,
        fallback: Storage | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Limit calls.

        Args:
            storage: where the windows are, shared by everyone who is to be counted together.
            default_rate: calls a second for accounts that have no rate of their own, 0 for any number; None
                for what is documented of each Action.
            fallback: where to count while `storage` is out of reach; it must raise `StorageError` then, and
                is not asked again for `FALLBACK_SECONDS`: one call in all that time waits for it.
            clock: seconds that never go back.
        """
        self._limiter = MovingWindowRateLimiter(storage)
        self._default_rate = default_rate
        self._fallback = MovingWindowRateLimiter(fallback) if fallback else None
        self._clock = clock
        self._ask_again: float | None = None  # None while the storage answers
        self._asking = threading.Lock()

    def check(self, account: Account | None, action: str, documented: int = 5) -> None:
        """Count a call, or refuse it.

        Args:
            account: who calls; None when everyone is let in, and nobody is counted.
            action: the Action's name as it is registered, however the client spelt it.
            documented: calls a second that the cloud lets an account make of it.

        Raises:
            RateExceededError: it has made as many as it may; this call is not counted.
            templates_store.trouble.DatabaseTroubleError: calls cannot be counted at present.
        """
        if account is None:
            return
        usual = documented if self._default_rate is None else self._default_rate
        rate = account.rate(action, usual)
        if rate != UNLIMITED and not self._hit(rate, account.secret_id, action):
            raise RateExceededError(rate)

    def check_key(self, owner: str, path: str) -> None:
        """Count a call that came with an API key, or refuse it; the cloud documents no rate of these.

        Args:
            owner: whose key it is, as `ApiKeys.owner_of` gives it.
            path: what is called.

        Raises:
            RateExceededError: as many were made with it as may be; this call is not counted.
            templates_store.trouble.DatabaseTroubleError: calls cannot be counted at present.
        """
        rate = self._default_rate or UNLIMITED
        if rate != UNLIMITED and not self._hit(rate, owner, path):
            raise RateExceededError(rate)

    def _hit(self, rate: int, secret_id: str, action: str) -> bool:
        item = _CallsPerSecond(rate)
        try:
            if self._fallback is None:
                return self._limiter.hit(item, secret_id, action)
            if self._is_left_alone():
                return self._fallback.hit(item, secret_id, action)
            try:
                passed = self._limiter.hit(item, secret_id, action)
            except StorageError as error:
                self._leave_alone(error)
                return self._fallback.hit(item, secret_id, action)
            self._ask_again = None
            return passed
        except (sqlite3.Error, OSError) as error:
            trouble = trouble_of(error)
            if trouble is None:
                raise
            raise trouble from error

    def _is_left_alone(self) -> bool:
        """Whether to count here without asking; when the time is over, one call asks."""
        with self._asking:
            if self._ask_again is None:
                return False
            if self._clock() < self._ask_again:
                return True
            self._ask_again = self._clock() + FALLBACK_SECONDS
            return False

    def _leave_alone(self, error: StorageError) -> None:
        with self._asking:
            is_news = self._ask_again is None
            self._ask_again = self._clock() + FALLBACK_SECONDS
        if is_news:
            _LOG.warning(
                "Redis is out of reach, so this machine counts calls by itself and "
                "tries it again every %d s: %s",
                FALLBACK_SECONDS,
                error,
            )


def open_throttle(data_dir: Path, default_rate: int | None, redis_url: str = "") -> Throttle:
    """Make the throttle of a service.

    Args:
        data_dir: the folder of the file that the workers of this machine share, on a local disk.
        default_rate: calls a second for accounts that have no rate of their own, 0 for any number; None for
            what is documented of each Action.
        redis_url: a Redis that all machines share; empty when there is one machine only. While it is out of
            reach, each machine counts by itself.

    Raises:
        SettingsError: `redis_url` is no URL of a Redis, or the `redis` package is not installed.
    """
    machine = MachineWindows(MachineWindows.uri_of(data_dir / _FILE_NAME))
    if not redis_url:
        return Throttle(machine, default_rate)
    return Throttle(_open_redis(redis_url), default_rate, fallback=machine)


def redis_answers(redis_url: str) -> bool:
    """Whether a Redis answers within a second.

    Raises:
        SettingsError: it is no URL of a Redis, or the `redis` package is not installed.
    """
    return _open_redis(redis_url).check()


def _open_redis(redis_url: str) -> RedisWindows:
    try:
        return RedisWindows(redis_url, wrap_exceptions=True)
    except ValueError as error:
        raise SettingsError(f"OCR_REDIS_URL: {error}") from None
    except ConfigurationError as error:
        raise SettingsError(
            "OCR_REDIS_URL needs the redis package: install sealstack with its `fleet` extra"
        ) from error


class _CallsPerSecond(RateLimitItemPerSecond):
    """A limit whose window outlives a change of its rate: the library would begin a new one."""

    def key_for(self, *identifiers: bytes | str | int | float) -> str:
        return "/".join(str(identifier) for identifier in ("calls", *identifiers))
