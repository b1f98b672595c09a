"""The tables of the ledger as queries see them; migrations are what makes them."""

from sqlalchemy import (
    BigInteger,
    Column,
    Float,
    ForeignKeyConstraint,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
)

LEDGER = MetaData()

JOURNAL = Table(
    "journal",
    LEDGER,
    Column("id", Integer, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("opened_at_s", Float, nullable=False),
    # The first line of an export; its hash is where the chain starts.
    Column("header", LargeBinary, nullable=False),
)

HEAD = Table(
    "head",
    LEDGER,
    Column("journal", Integer, primary_key=True),
    Column("size", BigInteger, nullable=False),
    Column("root", LargeBinary, nullable=False),
    Column("epoch", BigInteger, nullable=False),
    ForeignKeyConstraint(["journal"], ["journal.id"]),
)

ENTRY = Table(
    "entry",
    LEDGER,
    Column("journal", Integer, primary_key=True),
    Column("number", BigInteger, primary_key=True),
    Column("at_s", Float, nullable=False),
    Column("kind", Text, nullable=False),
    Column("by", Text, nullable=False),
    # A plan's own revision; null for anything else.
    Column("revision", BigInteger),
    # The line of the export, zlib.
    Column("line", LargeBinary, nullable=False),
    Column("previous", LargeBinary, nullable=False),
    Column("hash", LargeBinary, nullable=False),
)

STOCK = Table(
    "stock",
    LEDGER,
    Column("journal", Integer, primary_key=True),
    Column("fire_unit", Text, primary_key=True),
    Column("interceptor_type", Text, primary_key=True),
    Column("available", BigInteger, nullable=False),
    Column("reserved", BigInteger, nullable=False),
    Column("expended", BigInteger, nullable=False),
    Column("supplied", BigInteger, nullable=False),
    Column("corrected", BigInteger, nullable=False),
)

POSTING = Table(
    "posting",
    LEDGER,
    Column("journal", Integer, primary_key=True),
    Column("number", BigInteger, primary_key=True),
    Column("line", Integer, primary_key=True),
    Column("fire_unit", Text, nullable=False),
    Column("interceptor_type", Text, nullable=False),
    Column("rounds", BigInteger, nullable=False),
    Column("source", Text, nullable=False),
    Column("target", Text, nullable=False),
)

RECEIPT = Table(
    "receipt",
    LEDGER,
    Column("key", Text, primary_key=True),
    Column("journal", Integer, nullable=False),
    Column("number", BigInteger, nullable=False),
    Column("actor", Text, nullable=False),
    Column("request", Text, nullable=False),
    Column("status", Integer, nullable=False),
    Column("answer", LargeBinary, nullable=False),
)

ATTACHMENT = Table(
    "attachment",
    LEDGER,
    Column("journal", Integer, primary_key=True),
    Column("number", BigInteger, primary_key=True),
    Column("document", LargeBinary, nullable=False),
)

SNAPSHOT = Table(
    "snapshot",
    LEDGER,
    Column("journal", Integer, primary_key=True),
    Column("size", BigInteger, primary_key=True),
    Column("root", LargeBinary, nullable=False),
    # Which shape of a situation it is: another one is not read.
    Column("form", Text, nullable=False),
    Column("document", LargeBinary, nullable=False),
)

CHECKPOINT = Table(
    "checkpoint",
    LEDGER,
    Column("journal", Integer, primary_key=True),
    Column("size", BigInteger, primary_key=True),
    Column("root", LargeBinary, nullable=False),
    Column("at_s", Float, nullable=False),
    Column("note", Text, nullable=False),
)

LEAD = Table(
    "lead",
    LEDGER,
    Column("id", Integer, primary_key=True),
    Column("holder", Text, nullable=False),
    Column("address", Text, nullable=False),
    Column("epoch", BigInteger, nullable=False),
    Column("heartbeat_s", Float, nullable=False),
)

SETTING = Table(
    "setting",
    LEDGER,
    Column("key", Text, primary_key=True),
    Column("value", Text, nullable=False),
)
