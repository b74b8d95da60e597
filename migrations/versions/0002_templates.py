"""Keep templates.

Revision: 0002, after 0001
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "template",
        sa.Column("number", _NUMBER, nullable=False),
        sa.Column("template_id", sa.String(40), nullable=False),
        sa.Column("owner", sa.String(160), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("fields", sa.Text(), nullable=False),
        sa.Column("created", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_template")),
        sa.UniqueConstraint("template_id", name=op.f("uq_template_template_id")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_template_owner", "template", ["owner", "number"])
    op.create_table(
        "template_picture",
        sa.Column("number", _NUMBER, nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_template_picture")),
        sa.ForeignKeyConstraint(
            ["number"],
            ["template.number"],
            name=op.f("fk_template_picture_number_template"),
            ondelete="CASCADE",
        ),
    )
    op.create_table(
        "template_features",
        sa.Column("number", _NUMBER, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("signature", sa.LargeBinary(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_template_features")),
        sa.ForeignKeyConstraint(
            ["number"],
            ["template.number"],
            name=op.f("fk_template_features_number_template"),
            ondelete="CASCADE",
        ),
    )


def downgrade() -> None:
    op.drop_table("template_features")
    op.drop_table("template_picture")
    op.drop_index("ix_template_owner", "template")
    op.drop_table("template")
