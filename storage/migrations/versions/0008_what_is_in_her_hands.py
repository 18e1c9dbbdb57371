"""what is in her hands"""

import sqlalchemy as sa
from alembic import op

revision = '0008'
down_revision = '0007'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('barred',
    sa.Column('lookup', sa.LargeBinary(), nullable=False),
    sa.Column('until', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('length(lookup) = 32', name=op.f('ck_barred_lookup_is_digest')),
    sa.PrimaryKeyConstraint('lookup', name=op.f('pk_barred'))
    )
    op.create_table('pin_try',
    sa.Column('name', sa.LargeBinary(), nullable=False),
    sa.Column('times', sa.Integer(), nullable=False),
    sa.Column('since', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('length(name) = 32', name=op.f('ck_pin_try_name_is_digest')),
    sa.PrimaryKeyConstraint('name', name=op.f('pk_pin_try'))
    )
    op.create_table('statistic',
    sa.Column('day', sa.String(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('team', sa.String(), nullable=False),
    sa.Column('amount', sa.BigInteger(), nullable=False),
    sa.PrimaryKeyConstraint('day', 'name', 'team', name=op.f('pk_statistic'))
    )
    op.create_table('ticket',
    sa.Column('digest', sa.LargeBinary(), nullable=False),
    sa.Column('purpose', sa.String(), nullable=False),
    sa.Column('case_id', sa.String(), nullable=False),
    sa.Column('until', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("purpose IN ('copy', 'hashes')", name=op.f('ck_ticket_purpose_known')),
    sa.CheckConstraint('length(digest) = 32', name=op.f('ck_ticket_digest_is_digest')),
    sa.ForeignKeyConstraint(['case_id'], ['cases.id'], name=op.f('fk_ticket_case_id_cases')),
    sa.PrimaryKeyConstraint('digest', name=op.f('pk_ticket'))
    )
    with op.batch_alter_table('ticket', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_ticket_case_id'), ['case_id'], unique=False)

    with op.batch_alter_table('cases', schema=None) as batch_op:
        batch_op.add_column(sa.Column('kept_for', sa.String(), nullable=True))

    with op.batch_alter_table('event', schema=None) as batch_op:
        batch_op.add_column(sa.Column('salt', sa.LargeBinary(), nullable=True))
        batch_op.add_column(sa.Column('said', sa.LargeBinary(), nullable=True))



def downgrade() -> None:
    with op.batch_alter_table('event', schema=None) as batch_op:
        batch_op.drop_column('said')
        batch_op.drop_column('salt')

    with op.batch_alter_table('cases', schema=None) as batch_op:
        batch_op.drop_column('kept_for')

    with op.batch_alter_table('ticket', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_ticket_case_id'))

    op.drop_table('ticket')
    op.drop_table('statistic')
    op.drop_table('pin_try')
    op.drop_table('barred')
