"""Keep accounts.

Revision: 0001, the first
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "account",
        sa.Column("secret_id", sa.String(128), nullable=False),
        sa.Column("sealed_key", sa.LargeBinary(), nullable=False),
        sa.Column("name", sa.String(128), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("rates", sa.JSON(), nullable=False),
        sa.Column("package_remaining", sa.BigInteger(), nullable=True),
        sa.Column("package_number", sa.Integer(), nullable=False),
        sa.Column("created", sa.DateTime(), nullable=False),
        sa.CheckConstraint(
            "state IN ('active', 'not_activated', 'in_arrears', 'billing_abnormal', 'disabled')",
            name=op.f("ck_account_state"),
        ),
        sa.CheckConstraint("package_remaining >= 0", name=op.f("ck_account_package_remaining")),
        sa.PrimaryKeyConstraint("secret_id", name=op.f("pk_account")),
    )


def downgrade() -> None:
    op.drop_table("account")
