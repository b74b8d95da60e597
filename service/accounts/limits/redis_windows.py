"""Moving windows shared by all machines: the Redis storage of the `limits` library, on Redis's own clock.

The library's storage adds entries at the time of whichever machine asks. Where the clocks of two machines
differ by half a second, twice the limit passes. Here the script reads the time itself.
"""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from limits.storage import RedisStorage

_TIMEOUT_SECONDS = 1.0

# The window is a list of moments in microseconds, newest first. Should Redis's clock be set back, moments
# stand still until it has caught up.
_ACQUIRE = b"""
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000000 + tonumber(time[2])
local limit, length, amount = tonumber(ARGV[1]), tonumber(ARGV[2]) * 1000000, tonumber(ARGV[3])
local newest = redis.call('LINDEX', KEYS[1], 0)
if newest then now = math.max(now, tonumber(newest)) end
local oldest = redis.call('LINDEX', KEYS[1], -1)
while oldest and tonumber(oldest) <= now - length do
    redis.call('RPOP', KEYS[1])
    oldest = redis.call('LINDEX', KEYS[1], -1)
end
if redis.call('LLEN', KEYS[1]) + amount > limit then return 0 end
for _ = 1, amount do redis.call('LPUSH', KEYS[1], string.format('%.0f', now)) end
redis.call('PEXPIRE', KEYS[1], 2 * tonumber(ARGV[2]) * 1000)
return 1
"""


def _patience() -> dict[str, Any]:
    """Options of the client by which it waits once and no longer: who calls has a fallback."""
    options: dict[str, Any] = {"socket_timeout": _TIMEOUT_SECONDS, "socket_connect_timeout": _TIMEOUT_SECONDS}
    with suppress(ImportError):  # without the package, the storage itself says that it is missing
        from redis.backoff import NoBackoff
        from redis.retry import Retry

        options["retry"] = Retry(NoBackoff(), 0)
    return options


class RedisWindows(RedisStorage):
    """Moving windows in Redis: at most `limit` entries in any stretch of `expiry` seconds of its clock."""

    def __init__(self, uri: str, **options: Any) -> None:
        """Prepare to connect; nothing is sent before the first call.

        Args:
            uri: `redis://host:port/database`, `rediss://…` or `redis+unix:///path`.
            options: of the Redis client; it waits a second for an answer unless they say otherwise.

        Raises:
            ValueError: it is no such URL.
            limits.errors.ConfigurationError: the `redis` package is not installed.
        """
        super().__init__(uri, **(_patience() | options))
        self._acquire = self.get_connection().register_script(_ACQUIRE)

    def acquire_entry(self, key: str, limit: int, expiry: int, amount: int = 1) -> bool:
        """Add entries to a window if there is room for all of them.

        Args:
            key: the window's name.
            limit: how many entries may lie in the window.
            expiry: the window's length in seconds.
            amount: how many entries to add.

        Returns:
            Whether they were added.
        """
        return bool(self._acquire([self.prefixed_key(key)], [limit, expiry, amount]))

    def get_moving_window(self, key: str, limit: int, expiry: int) -> tuple[float, int]:
        """Look at a window.

        Returns:
            When its oldest entry was added (Unix seconds; now when it is empty), and how many it has.
        """
        connection: Any = self.get_connection()
        seconds, microseconds = connection.time()
        now = seconds + microseconds / 1_000_000
        moments = [
            int(moment) / 1_000_000 for moment in connection.lrange(self.prefixed_key(key), 0, limit - 1)
        ]
        inside = [moment for moment in moments if moment > now - expiry]
        return (min(inside), len(inside)) if inside else (now, 0)
