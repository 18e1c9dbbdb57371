"""the first tables"""

import sqlalchemy as sa
from alembic import op

revision = '0001'
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('cases',
    sa.Column('id', sa.String(), nullable=False),
    sa.Column('key_id', sa.String(), nullable=False),
    sa.Column('number_lookup', sa.LargeBinary(), nullable=False),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('route', sa.String(), nullable=False),
    sa.Column('urgency', sa.String(), nullable=False),
    sa.Column('holder_kind', sa.String(), nullable=False),
    sa.Column('team', sa.String(), nullable=True),
    sa.Column('staff', sa.String(), nullable=True),
    sa.Column('holder_token', sa.Integer(), nullable=False),
    sa.Column('opened_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('waiting_since', sa.DateTime(timezone=True), nullable=True),
    sa.Column('sealed', sa.LargeBinary(), nullable=False),
    sa.CheckConstraint("holder_kind IN ('bot', 'queue', 'staff')", name=op.f('ck_cases_holder_kind_known')),
    sa.CheckConstraint('length(number_lookup) = 32', name=op.f('ck_cases_number_lookup_is_hash')),
    sa.CheckConstraint('length(sealed) >= 61', name=op.f('ck_cases_sealed_is_sealed')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_cases')),
    sa.UniqueConstraint('number_lookup', name=op.f('uq_cases_number_lookup'))
    )
    with op.batch_alter_table('cases', schema=None) as batch_op:
        batch_op.create_index('ix_cases_holder_kind_team_waiting_since', ['holder_kind', 'team', 'waiting_since'], unique=False)

    op.create_table('contact',
    sa.Column('id', sa.String(), nullable=False),
    sa.Column('lookup', sa.LargeBinary(), nullable=False),
    sa.Column('key_id', sa.String(), nullable=False),
    sa.Column('blocked', sa.Boolean(), nullable=False),
    sa.Column('sealed', sa.LargeBinary(), nullable=False),
    sa.CheckConstraint('length(lookup) = 32', name=op.f('ck_contact_lookup_is_hash')),
    sa.CheckConstraint('length(sealed) >= 61', name=op.f('ck_contact_sealed_is_sealed')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_contact')),
    sa.UniqueConstraint('lookup', name=op.f('uq_contact_lookup'))
    )
    op.create_table('erasure',
    sa.Column('key_id', sa.String(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('done', sa.Boolean(), nullable=False),
    sa.PrimaryKeyConstraint('key_id', name=op.f('pk_erasure'))
    )
    op.create_table('event',
    sa.Column('position', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.Column('id', sa.String(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('case_id', sa.String(), nullable=True),
    sa.Column('about', sa.String(), nullable=True),
    sa.Column('seq', sa.BigInteger(), nullable=True),
    sa.Column('digest', sa.LargeBinary(), nullable=True),
    sa.CheckConstraint('(seq IS NULL) = (digest IS NULL)', name=op.f('ck_event_numbered_and_chained')),
    sa.PrimaryKeyConstraint('position', name=op.f('pk_event')),
    sa.UniqueConstraint('id', name=op.f('uq_event_id')),
    sa.UniqueConstraint('seq', name=op.f('uq_event_seq'))
    )
    with op.batch_alter_table('event', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_event_case_id'), ['case_id'], unique=False)

    op.create_table('failure',
    sa.Column('channel', sa.String(), nullable=False),
    sa.Column('update_id', sa.BigInteger(), nullable=False),
    sa.Column('times', sa.Integer(), nullable=False),
    sa.Column('error_class', sa.String(), nullable=False),
    sa.Column('parked', sa.Boolean(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('times >= 1', name=op.f('ck_failure_times_positive')),
    sa.PrimaryKeyConstraint('channel', 'update_id', name=op.f('pk_failure'))
    )
    op.create_table('lease',
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('holder', sa.String(), nullable=False),
    sa.Column('until', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('name', name=op.f('pk_lease'))
    )
    op.create_table('revision',
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('content', sa.String(), nullable=False),
    sa.Column('checksum', sa.String(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('number', name=op.f('pk_revision'))
    )
    op.create_table('seen',
    sa.Column('channel', sa.String(), nullable=False),
    sa.Column('update_id', sa.BigInteger(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('channel', 'update_id', name=op.f('pk_seen'))
    )
    with op.batch_alter_table('seen', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_seen_at'), ['at'], unique=False)

    op.create_table('tally',
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('amount', sa.BigInteger(), nullable=False),
    sa.PrimaryKeyConstraint('name', name=op.f('pk_tally'))
    )
    op.create_table('access',
    sa.Column('case_id', sa.String(), nullable=False),
    sa.Column('contact_id', sa.String(), nullable=False),
    sa.Column('opened_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('locked', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['cases.id'], name=op.f('fk_access_case_id_cases')),
    sa.ForeignKeyConstraint(['contact_id'], ['contact.id'], name=op.f('fk_access_contact_id_contact')),
    sa.PrimaryKeyConstraint('case_id', 'contact_id', name=op.f('pk_access'))
    )
    with op.batch_alter_table('access', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_access_contact_id'), ['contact_id'], unique=False)

    op.create_table('consent',
    sa.Column('id', sa.String(), nullable=False),
    sa.Column('case_id', sa.String(), nullable=False),
    sa.Column('place', sa.Integer(), nullable=False),
    sa.Column('sealed', sa.LargeBinary(), nullable=False),
    sa.CheckConstraint('length(sealed) >= 61', name=op.f('ck_consent_sealed_is_sealed')),
    sa.ForeignKeyConstraint(['case_id'], ['cases.id'], name=op.f('fk_consent_case_id_cases')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_consent'))
    )
    with op.batch_alter_table('consent', schema=None) as batch_op:
        batch_op.create_index('ix_consent_case_id_place', ['case_id', 'place'], unique=False)

    op.create_table('item',
    sa.Column('id', sa.String(), nullable=False),
    sa.Column('case_id', sa.String(), nullable=False),
    sa.Column('place', sa.Integer(), nullable=False),
    sa.Column('sealed', sa.LargeBinary(), nullable=False),
    sa.CheckConstraint('length(sealed) >= 61', name=op.f('ck_item_sealed_is_sealed')),
    sa.ForeignKeyConstraint(['case_id'], ['cases.id'], name=op.f('fk_item_case_id_cases')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_item'))
    )
    with op.batch_alter_table('item', schema=None) as batch_op:
        batch_op.create_index('ix_item_case_id_place', ['case_id', 'place'], unique=False)

    op.create_table('line',
    sa.Column('id', sa.String(), nullable=False),
    sa.Column('case_id', sa.String(), nullable=False),
    sa.Column('place', sa.Integer(), nullable=False),
    sa.Column('sealed', sa.LargeBinary(), nullable=False),
    sa.CheckConstraint('length(sealed) >= 61', name=op.f('ck_line_sealed_is_sealed')),
    sa.ForeignKeyConstraint(['case_id'], ['cases.id'], name=op.f('fk_line_case_id_cases')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_line'))
    )
    with op.batch_alter_table('line', schema=None) as batch_op:
        batch_op.create_index('ix_line_case_id_place', ['case_id', 'place'], unique=False)

    op.create_table('message',
    sa.Column('id', sa.String(), nullable=False),
    sa.Column('contact_id', sa.String(), nullable=False),
    sa.Column('mine', sa.Boolean(), nullable=False),
    sa.Column('tag', sa.String(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('delete_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('sealed', sa.LargeBinary(), nullable=False),
    sa.CheckConstraint('length(sealed) >= 61', name=op.f('ck_message_sealed_is_sealed')),
    sa.ForeignKeyConstraint(['contact_id'], ['contact.id'], name=op.f('fk_message_contact_id_contact')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_message'))
    )
    with op.batch_alter_table('message', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_message_at'), ['at'], unique=False)
        batch_op.create_index(batch_op.f('ix_message_contact_id'), ['contact_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_message_delete_at'), ['delete_at'], unique=False)

    op.create_table('outbox',
    sa.Column('seq', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.Column('id', sa.String(), nullable=False),
    sa.Column('contact_id', sa.String(), nullable=False),
    sa.Column('case_id', sa.String(), nullable=True),
    sa.Column('holder_token', sa.Integer(), nullable=True),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('claimed_by', sa.String(), nullable=True),
    sa.Column('lease_until', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ambiguous', sa.Boolean(), nullable=False),
    sa.Column('wiped', sa.Boolean(), nullable=False),
    sa.Column('is_edit', sa.Boolean(), nullable=False),
    sa.Column('tag', sa.String(), nullable=True),
    sa.Column('delete_after', sa.Integer(), nullable=True),
    sa.Column('sealed', sa.LargeBinary(), nullable=False),
    sa.CheckConstraint("(state = 'sending') = (claimed_by IS NOT NULL)", name=op.f('ck_outbox_sending_is_claimed')),
    sa.CheckConstraint("state IN ('pending', 'sending')", name=op.f('ck_outbox_state_known')),
    sa.CheckConstraint('length(sealed) >= 61', name=op.f('ck_outbox_sealed_is_sealed')),
    sa.ForeignKeyConstraint(['contact_id'], ['contact.id'], name=op.f('fk_outbox_contact_id_contact')),
    sa.PrimaryKeyConstraint('seq', name=op.f('pk_outbox')),
    sa.UniqueConstraint('id', name=op.f('uq_outbox_id'))
    )
    with op.batch_alter_table('outbox', schema=None) as batch_op:
        batch_op.create_index('ix_outbox_contact_id_seq', ['contact_id', 'seq'], unique=False)
        batch_op.create_index('ix_outbox_state_due_at', ['state', 'due_at'], unique=False)

    op.create_table('session',
    sa.Column('contact_id', sa.String(), nullable=False),
    sa.Column('key_id', sa.String(), nullable=False),
    sa.Column('touched_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('sealed', sa.LargeBinary(), nullable=False),
    sa.CheckConstraint('length(sealed) >= 61', name=op.f('ck_session_sealed_is_sealed')),
    sa.ForeignKeyConstraint(['contact_id'], ['contact.id'], name=op.f('fk_session_contact_id_contact')),
    sa.PrimaryKeyConstraint('contact_id', name=op.f('pk_session'))
    )
    with op.batch_alter_table('session', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_session_touched_at'), ['touched_at'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('session', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_session_touched_at'))

    op.drop_table('session')
    with op.batch_alter_table('outbox', schema=None) as batch_op:
        batch_op.drop_index('ix_outbox_state_due_at')
        batch_op.drop_index('ix_outbox_contact_id_seq')

    op.drop_table('outbox')
    with op.batch_alter_table('message', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_message_delete_at'))
        batch_op.drop_index(batch_op.f('ix_message_contact_id'))
        batch_op.drop_index(batch_op.f('ix_message_at'))

    op.drop_table('message')
    with op.batch_alter_table('line', schema=None) as batch_op:
        batch_op.drop_index('ix_line_case_id_place')

    op.drop_table('line')
    with op.batch_alter_table('item', schema=None) as batch_op:
        batch_op.drop_index('ix_item_case_id_place')

    op.drop_table('item')
    with op.batch_alter_table('consent', schema=None) as batch_op:
        batch_op.drop_index('ix_consent_case_id_place')

    op.drop_table('consent')
    with op.batch_alter_table('access', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_access_contact_id'))

    op.drop_table('access')
    op.drop_table('tally')
    with op.batch_alter_table('seen', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_seen_at'))

    op.drop_table('seen')
    op.drop_table('revision')
    op.drop_table('lease')
    op.drop_table('failure')
    with op.batch_alter_table('event', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_event_case_id'))

    op.drop_table('event')
    op.drop_table('erasure')
    op.drop_table('contact')
    with op.batch_alter_table('cases', schema=None) as batch_op:
        batch_op.drop_index('ix_cases_holder_kind_team_waiting_since')

    op.drop_table('cases')
