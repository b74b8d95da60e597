"""Give templates a name.

Revision: 0003, after 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("template", sa.Column("name", sa.String(128), nullable=False, server_default=""))


def downgrade() -> None:
    with op.batch_alter_table("template") as table:
        table.drop_column("name")
