"""what Haven shipped with"""

import sqlalchemy as sa
from alembic import op

revision = '0012'
down_revision = '0011'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('shipped',
    sa.Column('checksum', sa.String(), nullable=False),
    sa.Column('content', sa.String(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('checksum', name=op.f('pk_shipped'))
    )


def downgrade() -> None:
    op.drop_table('shipped')
