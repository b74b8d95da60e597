"""PostgreSQL with deadlines: a server that is lost or frozen keeps nobody waiting for good.

The driver waits for an answer as long as the connection stands, and the connection to a process that hangs
stands as long as its machine does. So the waiting itself is given an end.
"""

from __future__ import annotations

import time
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event

CONNECT_SECONDS = 3
"""How long it may take to connect."""

LOCK_SECONDS = 5
"""How long a statement waits for what others hold."""

ANSWER_SECONDS = 10.0
"""How long the server may take to answer a statement."""

_waits_forever: ContextVar[bool] = ContextVar("waits_forever", default=False)


def create_server_engine(url: URL, **options: Any) -> Engine:
    """Make an engine on a PostgreSQL database.

    Args:
        url: of the database.
        options: of `sqlalchemy.create_engine`.

    Raises:
        ModuleNotFoundError: the psycopg package is not installed.
    """
    import psycopg

    class DeadlineConnection(psycopg.Connection[Any]):
        """A connection that is given up when its server does not answer in time."""

        def wait(self, gen: Generator[Any, Any, Any], *arguments: Any, **named: Any) -> Any:
            if not _waits_forever.get():
                gen = self._until(time.monotonic() + ANSWER_SECONDS, gen)
            return super().wait(gen, *arguments, **named)

        def _until(self, deadline: float, gen: Generator[Any, Any, Any]) -> Generator[Any, Any, Any]:
            """Do what a generator of the driver's does, and fail when it has not ended in time."""
            try:
                ready = yield next(gen)
                while True:
                    if not ready and time.monotonic() > deadline:
                        self.pgconn.finish()
                        raise psycopg.OperationalError(f"no answer within {ANSWER_SECONDS:.0f} seconds")
                    ready = yield gen.send(ready)
            except StopIteration as end:
                return end.value

    dialect: Any = url.get_dialect()
    dialect = dialect(dbapi=psycopg)
    arguments, named = dialect.create_connect_args(url)
    named.setdefault("connect_timeout", CONNECT_SECONDS)
    engine = create_engine(url, creator=lambda: DeadlineConnection.connect(*arguments, **named), **options)
    event.listen(engine, "begin", _limit_waiting)
    return engine


@contextmanager
def without_deadline() -> Iterator[None]:
    """Wait for the server as long as it takes in this block, as the changing of large tables must."""
    token = _waits_forever.set(True)
    try:
        yield
    finally:
        _waits_forever.reset(token)


def _limit_waiting(connection: Connection) -> None:
    # of this transaction, and not when connecting: poolers such as PgBouncer refuse options there, and share
    # connections. What runs by itself, as waiting for another process's migration does, is not limited.
    if not _waits_forever.get():
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{LOCK_SECONDS}s'")
