"""How long the ledger waits before it says so."""

STATEMENT_S = 1.0
"""No call to a database waits longer for its answer."""

SERVER_STATEMENT_MS = 900
"""The server gives up a little earlier, so that it is the one who says why."""

SERVER_LOCK_MS = 700
"""Of that, on somebody else's lock."""

SQLITE_BUSY_MS = 800
"""On another process that reads or writes the file."""

SQLITE_PATIENT_MS = 10_000
"""A command that only reads keeps nobody waiting but its user."""

MIGRATION_S = 60.0
"""Making or changing tables happens before anybody waits for an answer."""
