"""what a case may say"""

import sqlalchemy as sa
from alembic import op

revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None

CASES = {
    'state_known': "state IN ('open', 'closed')",
    'urgency_known': "urgency IN ('none', 'urgent', 'crisis', 'danger')",
    'staff_hold_by_name': "(holder_kind = 'staff') = (staff IS NOT NULL)",
}
LINE = {'sent_has_a_fate': '(fate IS NULL) = (outbox IS NULL)'}


def upgrade() -> None:
    for table, checks in (('cases', CASES), ('line', LINE)):
        with op.batch_alter_table(table, schema=None) as batch_op:
            for name, told in checks.items():
                batch_op.create_check_constraint(op.f(f'ck_{table}_{name}'), sa.text(told))


def downgrade() -> None:
    for table, checks in (('line', LINE), ('cases', CASES)):
        with op.batch_alter_table(table, schema=None) as batch_op:
            for name in checks:
                batch_op.drop_constraint(op.f(f'ck_{table}_{name}'), type_='check')
