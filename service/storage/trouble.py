"""What callers are answered while the database cannot be used."""

from __future__ import annotations

import logging

from sealstack.service.texts import Text
from sealstack.templates_store.trouble import DatabaseTroubleError, Trouble

_LOG = logging.getLogger(__name__)

_REASONS = {
    Trouble.FULL: Text("数据库所在磁盘已满。", "the disk of the database is full."),
    Trouble.READ_ONLY: Text("数据库只读。", "the database can be read only, not written."),
    Trouble.BUSY: Text("数据库被占用。", "the database is held by others."),
    Trouble.GONE: Text("数据库文件或数据表不存在。", "the database is not where it was."),
    Trouble.FAILING: Text("数据库磁盘故障或文件损坏。", "the database or its disk is damaged."),
    Trouble.UNREACHABLE: Text("数据库无法连接。", "the database does not answer."),
}


def logged_reason(error: DatabaseTroubleError) -> Text:
    """Write what the driver said to the log, and say in every language why the database cannot be used."""
    _LOG.error("the database cannot be used: %s", error)
    return _REASONS[error.trouble]
