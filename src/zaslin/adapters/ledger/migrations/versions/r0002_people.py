"""People: users, their sessions, the keys of other systems, and what was changed."""

import sqlalchemy as sa
from alembic import op

from zaslin.adapters.ledger.migrations.frozen import freeze

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_SCOPES = "scope IN ('live', 'sim', 'all')"


def upgrade() -> None:
    """Make everything."""
    _persons()
    _sessions()
    _keys()
    _changes()
    freeze("person_change", ("number",))


def _persons() -> None:
    op.create_table(
        "person",
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("password", sa.Text, nullable=False),
        sa.Column("must_change", sa.Boolean, nullable=False),
        sa.Column("secret_ends_s", sa.Float, nullable=False),
        sa.Column("disabled", sa.Boolean, nullable=False),
        sa.Column("issuer", sa.Text, nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("created_at_s", sa.Float, nullable=False),
        sa.Column("revision", sa.BigInteger, nullable=False),
        sa.CheckConstraint("revision >= 1", name="person_revision"),
        sa.CheckConstraint("issuer = '' OR password = ''", name="person_one_way_in"),
    )
    op.create_index(
        "person_subject",
        "person",
        ["issuer", "subject"],
        unique=True,
        sqlite_where=sa.text("issuer <> ''"),
        postgresql_where=sa.text("issuer <> ''"),
    )
    op.create_table(
        "person_grant",
        sa.Column("name", sa.Text, sa.ForeignKey("person.name"), primary_key=True),
        sa.Column("role", sa.Text, primary_key=True),
        sa.Column("scope", sa.Text, primary_key=True),
        sa.CheckConstraint(_SCOPES, name="person_grant_scope"),
        sa.CheckConstraint(
            "role IN ('viewer', 'planner', 'id_authority', 'engagement_authority', "
            "'supervisor', 'auditor', 'admin')",
            name="person_grant_role",
        ),
    )


def _sessions() -> None:
    op.create_table(
        "person_session",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("token", sa.LargeBinary, nullable=False, unique=True),
        sa.Column("name", sa.Text, sa.ForeignKey("person.name"), nullable=False),
        sa.Column("address", sa.Text, nullable=False),
        sa.Column("began_s", sa.Float, nullable=False),
        sa.Column("seen_s", sa.Float, nullable=False),
        sa.Column("ends_s", sa.Float, nullable=False),
        sa.Column("stepped_up_until_s", sa.Float, nullable=False),
        sa.Column("ended", sa.Boolean, nullable=False),
    )
    op.create_index("person_session_name", "person_session", ["name", "ended"])


def _keys() -> None:
    op.create_table(
        "bearer_key",
        sa.Column("prefix", sa.Text, primary_key=True),
        sa.Column("secret", sa.LargeBinary, nullable=False),
        sa.Column("name", sa.Text, nullable=False, unique=True),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("trusted_ids", sa.Boolean, nullable=False),
        sa.Column("may_identify", sa.Boolean, nullable=False),
        sa.Column("created_at_s", sa.Float, nullable=False),
        sa.Column("created_by", sa.Text, nullable=False),
        sa.Column("ends_s", sa.Float, nullable=False),
        sa.Column("deleted", sa.Boolean, nullable=False),
    )
    op.create_table(
        "bearer_key_grant",
        sa.Column(
            "prefix", sa.Text, sa.ForeignKey("bearer_key.prefix"), primary_key=True
        ),
        sa.Column("role", sa.Text, primary_key=True),
        sa.Column("scope", sa.Text, primary_key=True),
        sa.CheckConstraint(_SCOPES, name="bearer_key_grant_scope"),
        # What a person answers for is not given to keys, whatever asks for it.
        sa.CheckConstraint(
            "role IN ('viewer', 'planner', 'auditor', 'feed')",
            name="bearer_key_grant_role",
        ),
    )


def _changes() -> None:
    op.create_table(
        "person_change",
        sa.Column("number", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("at_s", sa.Float, nullable=False),
        sa.Column("actor", sa.Text, nullable=False),
        sa.Column("what", sa.Text, nullable=False),
        sa.Column("whom", sa.Text, nullable=False),
        sa.Column("detail", sa.Text, nullable=False),
        sa.Column("address", sa.Text, nullable=False),
        sa.CheckConstraint("number >= 1", name="person_change_number"),
    )
