"""the house id"""

import sqlalchemy as sa
from alembic import op

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('house',
    sa.Column('place', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('id', sa.String(), nullable=False),
    sa.CheckConstraint('place = 1', name=op.f('ck_house_only_one')),
    sa.PrimaryKeyConstraint('place', name=op.f('pk_house'))
    )


def downgrade() -> None:
    op.drop_table('house')
