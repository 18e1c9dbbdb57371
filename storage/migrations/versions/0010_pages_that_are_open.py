"""pages that are open"""

import sqlalchemy as sa
from alembic import op

revision = '0010'
down_revision = '0009'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('launch',
    sa.Column('digest', sa.LargeBinary(), nullable=False),
    sa.Column('until', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('length(digest) = 32', name=op.f('ck_launch_digest_is_digest')),
    sa.PrimaryKeyConstraint('digest', name=op.f('pk_launch'))
    )
    op.create_table('page_session',
    sa.Column('digest', sa.LargeBinary(), nullable=False),
    sa.Column('case_id', sa.String(), nullable=False),
    sa.Column('until', sa.DateTime(timezone=True), nullable=False),
    sa.Column('files', sa.Integer(), nullable=False),
    sa.Column('moving', sa.Boolean(), nullable=False),
    sa.CheckConstraint('files >= 0', name=op.f('ck_page_session_files_are_left')),
    sa.CheckConstraint('length(digest) = 32', name=op.f('ck_page_session_digest_is_digest')),
    sa.ForeignKeyConstraint(['case_id'], ['cases.id'], name=op.f('fk_page_session_case_id_cases')),
    sa.PrimaryKeyConstraint('digest', name=op.f('pk_page_session'))
    )
    with op.batch_alter_table('page_session', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_page_session_case_id'), ['case_id'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('page_session', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_page_session_case_id'))

    op.drop_table('page_session')
    op.drop_table('launch')
