"""The ledger: journals, their entries, the stock they account for, who leads."""

import sqlalchemy as sa
from alembic import op

from zaslin.adapters.ledger.migrations.frozen import freeze, prepare_freezing

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_COUNTS = ("available", "reserved", "expended", "supplied")
_ACCOUNTS = "('supply', 'available', 'reserved', 'expended', 'correction')"


def upgrade() -> None:
    """Make everything."""
    prepare_freezing()
    _journals()
    _entries()
    _stock()
    _beside()
    _process()
    freeze("journal", ("id",))
    freeze("entry", ("journal", "number"))
    freeze("posting", ("journal", "number", "line"))
    freeze("receipt", ("key",))
    freeze("attachment", ("journal", "number"))
    freeze("checkpoint", ("journal", "size"))


def _journals() -> None:
    op.create_table(
        "journal",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("opened_at_s", sa.Float, nullable=False),
        sa.Column("header", sa.LargeBinary, nullable=False),
        sa.CheckConstraint("kind IN ('live', 'sim')", name="journal_kind"),
    )
    op.create_table(
        "head",
        sa.Column("journal", sa.Integer, sa.ForeignKey("journal.id"), primary_key=True),
        sa.Column("size", sa.BigInteger, nullable=False),
        sa.Column("root", sa.LargeBinary, nullable=False),
        sa.Column("epoch", sa.BigInteger, nullable=False),
        sa.CheckConstraint("size >= 0", name="head_size"),
        sa.CheckConstraint("epoch >= 0", name="head_epoch"),
    )


def _entries() -> None:
    op.create_table(
        "entry",
        sa.Column("journal", sa.Integer, sa.ForeignKey("journal.id"), primary_key=True),
        sa.Column("number", sa.BigInteger, primary_key=True),
        sa.Column("at_s", sa.Float, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("revision", sa.BigInteger),
        sa.Column("line", sa.LargeBinary, nullable=False),
        sa.Column("previous", sa.LargeBinary, nullable=False),
        sa.Column("hash", sa.LargeBinary, nullable=False),
        sa.CheckConstraint("number >= 0", name="entry_number"),
    )
    op.create_index("entry_kind", "entry", ["journal", "kind", "number"])
    op.create_index("entry_by", "entry", ["journal", "by", "number"])
    op.create_index(
        "entry_revision",
        "entry",
        ["journal", "revision", "number"],
        sqlite_where=sa.text("revision IS NOT NULL"),
        postgresql_where=sa.text("revision IS NOT NULL"),
    )


def _stock() -> None:
    op.create_table(
        "stock",
        sa.Column("journal", sa.Integer, sa.ForeignKey("journal.id"), primary_key=True),
        sa.Column("fire_unit", sa.Text, primary_key=True),
        sa.Column("interceptor_type", sa.Text, primary_key=True),
        *(sa.Column(name, sa.BigInteger, nullable=False) for name in _COUNTS),
        # May be below zero: a count that found less than the books had.
        sa.Column("corrected", sa.BigInteger, nullable=False),
        *(
            sa.CheckConstraint(f"{name} >= 0", name=f"stock_{name}_not_negative")
            for name in _COUNTS
        ),
        sa.CheckConstraint(
            "available + reserved + expended = supplied + corrected",
            name="stock_adds_up",
        ),
    )
    op.create_table(
        "posting",
        sa.Column("journal", sa.Integer, primary_key=True),
        sa.Column("number", sa.BigInteger, primary_key=True),
        sa.Column("line", sa.Integer, primary_key=True),
        sa.Column("fire_unit", sa.Text, nullable=False),
        sa.Column("interceptor_type", sa.Text, nullable=False),
        sa.Column("rounds", sa.BigInteger, nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("target", sa.Text, nullable=False),
        sa.CheckConstraint("rounds > 0", name="posting_rounds"),
        sa.CheckConstraint(f"source IN {_ACCOUNTS}", name="posting_source"),
        sa.CheckConstraint(f"target IN {_ACCOUNTS}", name="posting_target"),
        sa.CheckConstraint("source <> target", name="posting_moves"),
        sa.ForeignKeyConstraint(
            ["journal", "number"], ["entry.journal", "entry.number"]
        ),
    )


def _beside() -> None:
    """What is kept beside an entry."""
    op.create_table(
        "receipt",
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column("journal", sa.Integer, nullable=False),
        sa.Column("number", sa.BigInteger, nullable=False),
        sa.Column("actor", sa.Text, nullable=False),
        sa.Column("request", sa.Text, nullable=False),
        sa.Column("status", sa.Integer, nullable=False),
        sa.Column("answer", sa.LargeBinary, nullable=False),
        sa.ForeignKeyConstraint(
            ["journal", "number"], ["entry.journal", "entry.number"]
        ),
    )
    op.create_table(
        "attachment",
        sa.Column("journal", sa.Integer, primary_key=True),
        sa.Column("number", sa.BigInteger, primary_key=True),
        sa.Column("document", sa.LargeBinary, nullable=False),
        sa.ForeignKeyConstraint(
            ["journal", "number"], ["entry.journal", "entry.number"]
        ),
    )
    op.create_table(
        "snapshot",
        sa.Column("journal", sa.Integer, sa.ForeignKey("journal.id"), primary_key=True),
        sa.Column("size", sa.BigInteger, primary_key=True),
        sa.Column("root", sa.LargeBinary, nullable=False),
        sa.Column("form", sa.Text, nullable=False),
        sa.Column("document", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "checkpoint",
        sa.Column("journal", sa.Integer, sa.ForeignKey("journal.id"), primary_key=True),
        sa.Column("size", sa.BigInteger, primary_key=True),
        sa.Column("root", sa.LargeBinary, nullable=False),
        sa.Column("at_s", sa.Float, nullable=False),
        sa.Column("note", sa.Text, nullable=False),
    )


def _process() -> None:
    op.create_table(
        "lead",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("holder", sa.Text, nullable=False),
        sa.Column("address", sa.Text, nullable=False),
        sa.Column("epoch", sa.BigInteger, nullable=False),
        sa.Column("heartbeat_s", sa.Float, nullable=False),
        sa.CheckConstraint("id = 1", name="lead_is_one"),
    )
    op.create_table(
        "setting",
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column("value", sa.Text, nullable=False),
    )
