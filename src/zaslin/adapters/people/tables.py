"""The tables of people as queries see them; revision 0002 is what makes them."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    LargeBinary,
    MetaData,
    Table,
    Text,
)

PEOPLE = MetaData()

PERSON = Table(
    "person",
    PEOPLE,
    Column("name", Text, primary_key=True),
    # An argon2 hash; empty for who signs in elsewhere.
    Column("password", Text, nullable=False),
    Column("must_change", Boolean, nullable=False),
    # Until when the secret for the first sign-in is good; 0 for a password.
    Column("secret_ends_s", Float, nullable=False),
    Column("disabled", Boolean, nullable=False),
    Column("issuer", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("created_at_s", Float, nullable=False),
    Column("revision", BigInteger, nullable=False),
)

PERSON_GRANT = Table(
    "person_grant",
    PEOPLE,
    Column("name", Text, ForeignKey("person.name"), primary_key=True),
    Column("role", Text, primary_key=True),
    Column("scope", Text, primary_key=True),
)

SESSION = Table(
    "person_session",
    PEOPLE,
    Column("id", Text, primary_key=True),
    # SHA-256 of the token, which nobody but the browser keeps.
    Column("token", LargeBinary, nullable=False, unique=True),
    Column("name", Text, ForeignKey("person.name"), nullable=False),
    Column("address", Text, nullable=False),
    Column("began_s", Float, nullable=False),
    Column("seen_s", Float, nullable=False),
    Column("ends_s", Float, nullable=False),
    Column("stepped_up_until_s", Float, nullable=False),
    Column("ended", Boolean, nullable=False),
)

KEY = Table(
    "bearer_key",
    PEOPLE,
    Column("prefix", Text, primary_key=True),
    # SHA-256 of the whole key.
    Column("secret", LargeBinary, nullable=False),
    Column("name", Text, nullable=False, unique=True),
    Column("source", Text, nullable=False),
    Column("trusted_ids", Boolean, nullable=False),
    Column("may_identify", Boolean, nullable=False),
    Column("created_at_s", Float, nullable=False),
    Column("created_by", Text, nullable=False),
    Column("ends_s", Float, nullable=False),
    Column("deleted", Boolean, nullable=False),
)

KEY_GRANT = Table(
    "bearer_key_grant",
    PEOPLE,
    Column("prefix", Text, ForeignKey("bearer_key.prefix"), primary_key=True),
    Column("role", Text, primary_key=True),
    Column("scope", Text, primary_key=True),
)

CHANGE = Table(
    "person_change",
    PEOPLE,
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("at_s", Float, nullable=False),
    Column("actor", Text, nullable=False),
    Column("what", Text, nullable=False),
    Column("whom", Text, nullable=False),
    Column("detail", Text, nullable=False),
    Column("address", Text, nullable=False),
)
