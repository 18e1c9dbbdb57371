"""what staff leave behind"""

import sqlalchemy as sa
from alembic import op

revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None

#: Tables that are new, the one they hang on last.
NEW = ('viewing', 'seen_words', 'note', 'kept_back', 'presence')
#: Table → a column that says something in few rows, and has an index of those.
FEW = {'ix_cases_answer_by': 'cases', 'ix_cases_numbers_by': 'cases', 'ix_line_outbox': 'line'}


def moment(name: str) -> sa.Column:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=True)


def upgrade() -> None:
    make_sealed('kept_back', moment('until'))
    index_few('ix_kept_back_until', 'kept_back')
    make_sealed('note')
    op.create_table('presence',
    sa.Column('sign_in', sa.String(), nullable=False),
    sa.Column('staff_id', sa.String(), nullable=False),
    sa.Column('case_id', sa.String(), nullable=True),
    sa.Column('available', sa.Boolean(), nullable=False),
    sa.Column('until', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('sign_in', name=op.f('pk_presence'))
    )
    make_pairs('seen_words', 'staff_id', sa.Column('wrote', sa.Integer(), nullable=False))
    make_pairs('viewing', 'sign_in', sa.Column('until', sa.DateTime(timezone=True), nullable=False))

    with op.batch_alter_table('cases', schema=None) as batch_op:
        batch_op.add_column(sa.Column('language', sa.String(), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('wrote', sa.Integer(), nullable=False, server_default='0'))
        for name in ('holder_since', 'wrote_at', 'answer_by', 'numbers_by'):
            batch_op.add_column(moment(name))
    for name in ('outbox', 'fate'):
        op.add_column('line', sa.Column(name, sa.String(), nullable=True))
    op.add_column('message', sa.Column('outbox', sa.String(), nullable=True))
    with op.batch_alter_table('outbox', schema=None) as batch_op:
        batch_op.add_column(sa.Column('shown', sa.Boolean(), nullable=False, server_default=sa.false()))
    tell_of_rows_that_are_there()
    with op.batch_alter_table('cases', schema=None) as batch_op:
        batch_op.alter_column('language', existing_type=sa.String(), existing_nullable=False, server_default=None)
        batch_op.alter_column('wrote', existing_type=sa.Integer(), existing_nullable=False, server_default=None)
    with op.batch_alter_table('outbox', schema=None) as batch_op:
        batch_op.alter_column('shown', existing_type=sa.Boolean(), existing_nullable=False, server_default=None)
    for index, table in FEW.items():
        index_few(index, table)


def tell_of_rows_that_are_there() -> None:
    """What events and queues know. The language is sealed: it stands there from the next time a case is saved."""
    wrote = "FROM event e WHERE e.case_id = cases.id AND e.kind = 'contact_wrote'"
    op.execute(f"UPDATE cases SET wrote = (SELECT COUNT(*) {wrote}), wrote_at = (SELECT MAX(e.at) {wrote})"
               " WHERE EXISTS (SELECT 1 FROM event e WHERE e.case_id = cases.id AND e.kind = 'contact_wrote')")
    op.execute("UPDATE cases SET holder_since = waiting_since WHERE holder_kind = 'queue'")


def make_sealed(table: str, *more: sa.Column) -> None:
    """Things of a case, each in its place."""
    op.create_table(table,
    sa.Column('id', sa.String(), nullable=False),
    sa.Column('case_id', sa.String(), nullable=False),
    sa.Column('place', sa.Integer(), nullable=False),
    *more,
    sa.Column('sealed', sa.LargeBinary(), nullable=False),
    sa.CheckConstraint('length(sealed) >= 61', name=op.f(f'ck_{table}_sealed_is_sealed')),
    sa.ForeignKeyConstraint(['case_id'], ['cases.id'], name=op.f(f'fk_{table}_case_id_cases')),
    sa.PrimaryKeyConstraint('id', name=op.f(f'pk_{table}'))
    )
    op.create_index(f'ix_{table}_case_id_place', table, ['case_id', 'place'], unique=False)


def make_pairs(table: str, who: str, what: sa.Column) -> None:
    """Something between a person and a case."""
    op.create_table(table,
    sa.Column(who, sa.String(), nullable=False),
    sa.Column('case_id', sa.String(), nullable=False),
    what,
    sa.ForeignKeyConstraint(['case_id'], ['cases.id'], name=op.f(f'fk_{table}_case_id_cases')),
    sa.PrimaryKeyConstraint(who, 'case_id', name=op.f(f'pk_{table}'))
    )
    op.create_index(op.f(f'ix_{table}_case_id'), table, ['case_id'], unique=False)


def index_few(index: str, table: str) -> None:
    column = index.removeprefix(f'ix_{table}_')
    few = sa.text(f'{column} IS NOT NULL')
    op.create_index(index, table, [column], unique=False, sqlite_where=few, postgresql_where=few)


def downgrade() -> None:
    for index, table in FEW.items():
        op.drop_index(index, table)
    op.drop_column('outbox', 'shown')
    op.drop_column('message', 'outbox')
    for name in ('outbox', 'fate'):
        op.drop_column('line', name)
    for name in ('numbers_by', 'answer_by', 'wrote_at', 'wrote', 'holder_since', 'language'):
        op.drop_column('cases', name)
    for table in NEW:
        op.drop_table(table)
