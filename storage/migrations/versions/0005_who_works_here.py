"""who works here"""

import sqlalchemy as sa
from alembic import op

revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('attempt',
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('times', sa.Integer(), nullable=False),
    sa.Column('since', sa.DateTime(timezone=True), nullable=False),
    sa.Column('until', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('name', name=op.f('pk_attempt'))
    )
    op.create_table('invitation',
    sa.Column('id', sa.String(), nullable=False),
    sa.Column('digest', sa.LargeBinary(), nullable=False),
    sa.Column('staff_id', sa.String(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('seed', sa.LargeBinary(), nullable=False),
    sa.Column('until', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("kind IN ('first', 'join', 'reset')", name=op.f('ck_invitation_kind_known')),
    sa.CheckConstraint('length(digest) = 32', name=op.f('ck_invitation_digest_is_digest')),
    sa.CheckConstraint('length(seed) >= 61', name=op.f('ck_invitation_seed_is_sealed')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_invitation')),
    sa.UniqueConstraint('digest', name=op.f('uq_invitation_digest'))
    )
    with op.batch_alter_table('invitation', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_invitation_staff_id'), ['staff_id'], unique=False)

    op.create_table('spent',
    sa.Column('digest', sa.LargeBinary(), nullable=False),
    sa.Column('until', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('length(digest) = 32', name=op.f('ck_spent_digest_is_digest')),
    sa.PrimaryKeyConstraint('digest', name=op.f('pk_spent'))
    )
    op.create_table('staff',
    sa.Column('id', sa.String(), nullable=False),
    sa.Column('login', sa.String(), nullable=False),
    sa.Column('alias', sa.String(), nullable=False),
    sa.Column('roles', sa.String(), nullable=False),
    sa.Column('teams', sa.String(), nullable=False),
    sa.Column('languages', sa.String(), nullable=False),
    sa.Column('active', sa.Boolean(), nullable=False),
    sa.Column('passphrase', sa.LargeBinary(), nullable=True),
    sa.Column('seed', sa.LargeBinary(), nullable=True),
    sa.Column('last_step', sa.BigInteger(), nullable=False),
    sa.CheckConstraint('length(passphrase) >= 61', name=op.f('ck_staff_passphrase_is_sealed')),
    sa.CheckConstraint('length(seed) >= 61', name=op.f('ck_staff_seed_is_sealed')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_staff')),
    sa.UniqueConstraint('login', name=op.f('uq_staff_login'))
    )
    op.create_table('passkey',
    sa.Column('credential', sa.String(), nullable=False),
    sa.Column('id', sa.String(), nullable=False),
    sa.Column('staff_id', sa.String(), nullable=False),
    sa.Column('public_key', sa.LargeBinary(), nullable=False),
    sa.Column('sign_count', sa.BigInteger(), nullable=False),
    sa.Column('label', sa.String(), nullable=False),
    sa.Column('synced', sa.Boolean(), nullable=False),
    sa.Column('added_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('used_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['staff_id'], ['staff.id'], name=op.f('fk_passkey_staff_id_staff')),
    sa.PrimaryKeyConstraint('credential', name=op.f('pk_passkey')),
    sa.UniqueConstraint('id', name=op.f('uq_passkey_id'))
    )
    with op.batch_alter_table('passkey', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_passkey_staff_id'), ['staff_id'], unique=False)

    op.create_table('sign_in',
    sa.Column('id', sa.String(), nullable=False),
    sa.Column('digest', sa.LargeBinary(), nullable=False),
    sa.Column('staff_id', sa.String(), nullable=False),
    sa.Column('way', sa.String(), nullable=False),
    sa.Column('device', sa.String(), nullable=False),
    sa.Column('began_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('used_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('until', sa.DateTime(timezone=True), nullable=False),
    sa.Column('stepped_up_until', sa.DateTime(timezone=True), nullable=True),
    sa.Column('exposures', sa.Integer(), nullable=False),
    sa.CheckConstraint("way IN ('passkey', 'passphrase', 'demo')", name=op.f('ck_sign_in_way_known')),
    sa.CheckConstraint('length(digest) = 32', name=op.f('ck_sign_in_digest_is_digest')),
    sa.ForeignKeyConstraint(['staff_id'], ['staff.id'], name=op.f('fk_sign_in_staff_id_staff')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sign_in')),
    sa.UniqueConstraint('digest', name=op.f('uq_sign_in_digest'))
    )
    with op.batch_alter_table('sign_in', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_sign_in_staff_id'), ['staff_id'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('sign_in', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_sign_in_staff_id'))

    op.drop_table('sign_in')
    with op.batch_alter_table('passkey', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_passkey_staff_id'))

    op.drop_table('passkey')
    op.drop_table('staff')
    op.drop_table('spent')
    with op.batch_alter_table('invitation', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_invitation_staff_id'))

    op.drop_table('invitation')
    op.drop_table('attempt')
