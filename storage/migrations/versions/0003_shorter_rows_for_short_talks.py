"""shorter rows for short talks"""

import sqlalchemy as sa
from alembic import op

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None

DUE = sa.text('delete_at IS NOT NULL')


def upgrade() -> None:
    with op.batch_alter_table('message', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_message_at'))
        batch_op.drop_index(batch_op.f('ix_message_delete_at'))
        batch_op.drop_constraint(op.f('ck_message_sealed_is_sealed'), type_='check')
        batch_op.create_check_constraint(op.f('ck_message_sealed_is_sealed'), 'length(sealed) >= 45')

    op.create_index('ix_message_delete_at', 'message', ['delete_at'], sqlite_where=DUE, postgresql_where=DUE)

    with op.batch_alter_table('seen', schema=None, table_kwargs={'sqlite_with_rowid': False}) as batch_op:
        batch_op.drop_index(batch_op.f('ix_seen_at'))
        batch_op.alter_column('at', existing_type=sa.DateTime(timezone=True), existing_nullable=False)

    op.drop_index(op.f('ix_session_touched_at'), 'session')
    with op.batch_alter_table('session', schema=None) as batch_op:
        batch_op.add_column(sa.Column('kept', sa.Boolean(), nullable=False, server_default=sa.false()))
    op.execute(
        "UPDATE session SET kept = EXISTS"
        " (SELECT 1 FROM access a WHERE a.contact_id = session.contact_id AND NOT a.locked)"
    )
    with op.batch_alter_table('session', schema=None) as batch_op:
        batch_op.alter_column('kept', existing_type=sa.Boolean(), existing_nullable=False, server_default=None)


def downgrade() -> None:
    with op.batch_alter_table('session', schema=None) as batch_op:
        batch_op.drop_column('kept')
    op.create_index(op.f('ix_session_touched_at'), 'session', ['touched_at'], unique=False)
    with op.batch_alter_table('seen', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_seen_at'), ['at'], unique=False)

    op.execute("DELETE FROM message WHERE length(sealed) < 61")  # the earlier shape has no room for them
    op.drop_index('ix_message_delete_at', 'message')
    with op.batch_alter_table('message', schema=None) as batch_op:
        batch_op.drop_constraint(op.f('ck_message_sealed_is_sealed'), type_='check')
        batch_op.create_check_constraint(op.f('ck_message_sealed_is_sealed'), 'length(sealed) >= 61')
        batch_op.create_index(batch_op.f('ix_message_delete_at'), ['delete_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_message_at'), ['at'], unique=False)
