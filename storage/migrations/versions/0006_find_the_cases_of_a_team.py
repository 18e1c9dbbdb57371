"""find the cases of a team"""

import sqlalchemy as sa
from alembic import op

revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None

FEW = sa.text('team IS NOT NULL')
LISTED = ['team', 'state', 'urgency', 'holder_kind', 'staff', 'waiting_since', 'opened_at', 'id', 'language', 'route']


def upgrade() -> None:
    op.create_index('ix_cases_team_state', 'cases', LISTED, sqlite_where=FEW, postgresql_where=FEW)


def downgrade() -> None:
    op.drop_index('ix_cases_team_state', 'cases')
