"""The tables of templates: what is listed, the pictures, and the features, each in a table of its own.

Pictures and features are large and seldom asked for; beside the rows that are listed they would be read past
again and again.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from sealstack.templates_store.tables import Table, UtcDateTime

_NUMBER = BigInteger().with_variant(Integer(), "sqlite")  # SQLite numbers rows by itself in this type only


class TemplateRow(Table):
    """One template.

    Attributes:
        number: in the order of adding.
        template_id: what clients call it.
        owner: who added it and alone sees it.
        width: of its upright picture, pixels.
        height: of its upright picture, pixels.
        name: what people call it; empty for none.
        fields: its fields in order, JSON; always read and replaced as a whole.
        created: when it was added.
    """

    __tablename__ = "template"
    __table_args__ = (Index("ix_template_owner", "owner", "number"), {"sqlite_autoincrement": True})

    number: Mapped[int] = mapped_column(_NUMBER, primary_key=True)
    template_id: Mapped[str] = mapped_column(String(40), unique=True)
    owner: Mapped[str] = mapped_column(String(160))
    width: Mapped[int] = mapped_column(Integer)
    height: Mapped[int] = mapped_column(Integer)
    name: Mapped[str] = mapped_column(String(128), server_default="", default="")
    fields: Mapped[str] = mapped_column(Text)
    created: Mapped[datetime] = mapped_column(UtcDateTime)


class TemplatePictureRow(Table):
    """The picture of a template.

    Attributes:
        number: of the template.
        content: the file as it was sent.
    """

    __tablename__ = "template_picture"

    number: Mapped[int] = mapped_column(
        _NUMBER, ForeignKey(TemplateRow.number, ondelete="CASCADE"), primary_key=True
    )
    content: Mapped[bytes] = mapped_column(LargeBinary)


class TemplateFeaturesRow(Table):
    """What an extractor made of the picture of a template.

    Attributes:
        number: of the template.
        version: of the extractor.
        signature: a few kilobytes by which likely templates are found.
        content: everything that aligning needs.
    """

    __tablename__ = "template_features"

    number: Mapped[int] = mapped_column(
        _NUMBER, ForeignKey(TemplateRow.number, ondelete="CASCADE"), primary_key=True
    )
    version: Mapped[int] = mapped_column(Integer)
    signature: Mapped[bytes] = mapped_column(LargeBinary)
    content: Mapped[bytes] = mapped_column(LargeBinary)
