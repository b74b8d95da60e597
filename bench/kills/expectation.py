"""What a database must hold after a kill, from what was asked of it and what was acknowledged."""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import text

from sealstack.templates_store.database import Database

_KEPT = """
SELECT template_id, fields, template_picture.number, template_features.number
FROM template
LEFT JOIN template_picture ON template_picture.number = template.number
LEFT JOIN template_features ON template_features.number = template.number
"""
_ORPHANS = """
SELECT count(*) FROM {table} WHERE number NOT IN (SELECT number FROM template)
"""


@dataclass
class Expectation:
    """What was acknowledged to clients, and what they had asked for without an answer yet.

    May be used by several threads. An operation is begun before it is sent, and done when it is acknowledged.

    Attributes:
        values: what each acknowledged template may say: its last value, and those that updates ask for.
        deleting: templates whose deletion was asked for: they may be there or not.
        deleted: templates whose deletion was acknowledged.
        adding: how many additions were begun and not acknowledged: as many unknown templates may be there.
        acknowledged: how many operations were acknowledged in all.
    """

    values: dict[str, set[str]] = field(default_factory=dict)
    deleting: set[str] = field(default_factory=set)
    deleted: set[str] = field(default_factory=set)
    adding: int = 0
    acknowledged: int = 0
    _lock: threading.RLock = field(default_factory=threading.RLock)

    def begin_add(self) -> None:
        """Note that a template is about to be added."""
        with self._lock:
            self.adding += 1

    def done_add(self, template_id: str, value: str) -> None:
        """Note that a template was added."""
        with self._lock:
            self.adding -= 1
            self.acknowledged += 1
            self.values[template_id] = {value}

    def begin_update(self, template_id: str, value: str) -> None:
        """Note that a template is about to say something else."""
        with self._lock:
            self.values[template_id].add(value)

    def done_update(self, template_id: str, value: str) -> None:
        """Note that a template says something else."""
        with self._lock:
            self.acknowledged += 1
            self.values[template_id] = {value}

    def begin_delete(self, template_id: str) -> None:
        """Note that a template is about to be deleted."""
        with self._lock:
            self.deleting.add(template_id)

    def done_delete(self, template_id: str) -> None:
        """Note that a template was deleted."""
        with self._lock:
            self.acknowledged += 1
            self.deleting.discard(template_id)
            self.values.pop(template_id)
            self.deleted.add(template_id)

    def taken(self) -> set[str]:
        """Give the templates that nobody is deleting."""
        with self._lock:
            return self.values.keys() - self.deleting

    def faults(self, kept: Mapping[str, str]) -> list[str]:
        """Compare with what is kept, each template with what it says; then take over what was undecided.

        Returns:
            A sentence for each thing that is lost, came back, or says what nobody asked for.
        """
        with self._lock:
            found = [f"{one} is lost" for one in self.taken() - kept.keys()]
            found += [f"{one} came back" for one in self.deleted & kept.keys()]
            found += [
                f"{one} says {kept[one]!r}"
                for one, allowed in self.values.items()
                if one in kept and kept[one] not in allowed
            ]
            unknown = kept.keys() - self.values.keys() - self.deleted
            if len(unknown) > self.adding:
                found.append(f"{len(unknown)} unknown templates, where {self.adding} were being added")
            self.deleted |= self.deleting - kept.keys()
            self.values = {one: {said} for one, said in kept.items()}
            self.deleting.clear()
            self.adding = 0
            return found


def kept_templates(database: Database) -> dict[str, str]:
    """Read every template with what it says: the name of its first field."""
    with database.reading() as session:
        return {row[0]: json.loads(row[1])[0][1] for row in session.execute(text(_KEPT))}


def torn_rows(database: Database) -> list[str]:
    """Look for what no transaction leaves behind.

    Returns:
        A sentence for each template without a picture or features, each of those without a template, and
        each damage that SQLite finds.
    """
    with database.reading() as session:
        rows = list(session.execute(text(_KEPT)))
        found = [f"{row[0]} is without its picture" for row in rows if row[2] is None]
        found += [f"{row[0]} is without its features" for row in rows if row[3] is None]
        for table in ("template_picture", "template_features"):
            orphans = session.scalar(text(_ORPHANS.format(table=table)))
            found += [f"{orphans} rows of {table} without a template"] if orphans else []
        if database.is_sqlite:
            damage = list(session.scalars(text("PRAGMA integrity_check")))
            found += [] if damage == ["ok"] else damage
    return found
