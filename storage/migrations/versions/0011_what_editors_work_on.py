"""what editors work on"""

import sqlalchemy as sa
from alembic import op

revision = '0011'
down_revision = '0010'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('draft',
    sa.Column('id', sa.String(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('based_on', sa.Integer(), nullable=True),
    sa.Column('content', sa.String(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('by', sa.String(), nullable=False),
    sa.Column('begun_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('authors', sa.String(), nullable=False),
    sa.Column('asked_version', sa.Integer(), nullable=True),
    sa.Column('asked_by', sa.String(), nullable=True),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('asked_note', sa.String(), nullable=True),
    sa.CheckConstraint("kind IN ('flows', 'directory')", name=op.f('ck_draft_kind_known')),
    sa.CheckConstraint('asked_version IS NULL OR asked_version = version', name=op.f('ck_draft_asked_as_it_is')),
    sa.CheckConstraint('version >= 1', name=op.f('ck_draft_version_counts')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_draft'))
    )
    op.create_table('edition',
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('content', sa.String(), nullable=False),
    sa.Column('checksum', sa.String(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('by', sa.String(), nullable=True),
    sa.Column('second', sa.String(), nullable=True),
    sa.Column('note', sa.String(), nullable=True),
    sa.Column('back_to', sa.Integer(), nullable=True),
    sa.PrimaryKeyConstraint('number', name=op.f('pk_edition'))
    )
    op.create_table('saved_talk',
    sa.Column('id', sa.String(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('talk', sa.String(), nullable=False),
    sa.Column('expected', sa.String(), nullable=False),
    sa.Column('by', sa.String(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_saved_talk'))
    )
    op.create_table('step_count',
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.Column('flow', sa.String(), nullable=False),
    sa.Column('step', sa.String(), nullable=False),
    sa.Column('what', sa.String(), nullable=False),
    sa.Column('amount', sa.BigInteger(), nullable=False),
    sa.PrimaryKeyConstraint('revision', 'flow', 'step', 'what', name=op.f('pk_step_count'))
    )
    op.create_table('draft_edit',
    sa.Column('draft_id', sa.String(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('by', sa.String(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('changes', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['draft_id'], ['draft.id'], name=op.f('fk_draft_edit_draft_id_draft'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('draft_id', 'version', name=op.f('pk_draft_edit'))
    )
    with op.batch_alter_table('revision', schema=None) as batch_op:
        batch_op.add_column(sa.Column('by', sa.String(), nullable=True))
        batch_op.add_column(sa.Column('second', sa.String(), nullable=True))
        batch_op.add_column(sa.Column('note', sa.String(), nullable=True))
        batch_op.add_column(sa.Column('back_to', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('made_from', sa.String(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table('revision', schema=None) as batch_op:
        batch_op.drop_column('made_from')
        batch_op.drop_column('back_to')
        batch_op.drop_column('note')
        batch_op.drop_column('second')
        batch_op.drop_column('by')

    op.drop_table('draft_edit')
    op.drop_table('step_count')
    op.drop_table('saved_talk')
    op.drop_table('edition')
    op.drop_table('draft')