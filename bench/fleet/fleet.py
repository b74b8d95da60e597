"""The whole fleet: replicas behind one nginx, on one PostgreSQL and one Redis."""

from __future__ import annotations

import base64
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.fleet.parts import APPLICATION, Nginx, Replica
from bench.fleet.stores import PostgreSQL, Redis


@dataclass
class Fleet:
    """A running fleet.

    Attributes:
        url: the one address.
        replicas: behind it.
        postgresql: their database.
        redis: where they count.
        account_key: of the accounts in the database.
        folder: of all its files.
    """

    url: str
    replicas: list[Replica]
    postgresql: PostgreSQL
    redis: Redis
    account_key: str
    folder: Path

    @property
    def host(self) -> str:
        """The address as clients sign it."""
        return self.url.removeprefix("http://")


@contextmanager
def running_fleet(
    replicas: int = 3,
    settings: Mapping[str, str] | None = None,
    application: str = APPLICATION,
    *,
    log_statements: bool = False,
) -> Iterator[Fleet]:
    """Run a fleet on free ports of this machine, with an empty database, and end it.

    The replicas start at once, all of them on the empty database.

    Args:
        replicas: how many.
        settings: `OCR_*` variables of every replica, before the fleet's own.
        application: what they run.
        log_statements: whether PostgreSQL writes every statement into its log.

    Raises:
        RuntimeError: a part is not installed or does not start.
    """
    with ExitStack() as cleanup:
        folder = Path(tempfile.mkdtemp(prefix="sealstack-fleet-"))
        cleanup.callback(shutil.rmtree, folder, ignore_errors=True)
        (folder / "stores").mkdir()
        folder.chmod(0o755)
        postgresql = PostgreSQL(folder / "stores", log_statements=log_statements)
        cleanup.callback(postgresql.stop)
        redis = Redis(folder)
        cleanup.callback(redis.stop)
        key = base64.urlsafe_b64encode(os.urandom(32)).decode()
        every = {
            "OCR_DATABASE_URL": postgresql.url,
            "OCR_REDIS_URL": redis.url,
            "OCR_ACCOUNT_KEY": key,
            **(settings or {}),
        }
        started = []
        for number in range(replicas):
            replica = Replica(folder / f"replica-{number}", every, application)
            cleanup.callback(replica.kill)
            started.append(replica)
        for replica in started:
            replica.wait_until_ready()
        nginx = Nginx(folder / "nginx", [replica.port for replica in started])
        cleanup.callback(nginx.stop)
        yield Fleet(nginx.url, started, postgresql, redis, key, folder)
