"""What administrators change about people, each change with its record.

An administrator does not change their own account: that takes another one, or the
command line on the machine itself.
"""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import Connection

from zaslin.adapters.people import accounts, keys
from zaslin.adapters.people.database import record, recorded
from zaslin.adapters.people.ground import Ground
from zaslin.domain.accept import accept_range
from zaslin.domain.account import Change, KeyOrder, NewKey, NewUser
from zaslin.domain.person import Key, Principal, User
from zaslin.domain.role import Grant


class Administration:
    """Users and keys; safe in several threads."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    def users(self) -> Sequence[User]:
        """Every user by name."""
        with self._ground.transactions.read() as connection:
            return accounts.all_users(connection)

    def user(self, name: str) -> User:
        """One user; raises ``UnknownNameError``."""
        with self._ground.transactions.read() as connection:
            return accounts.one_user(connection, name)

    def add_user(self, by: Principal, name: str, grants: Sequence[Grant]) -> NewUser:
        """A new user, and the secret for the first sign-in."""
        user = User(
            name=name,
            grants=frozenset(grants),
            must_change=True,
            created_at_s=self._ground.now(),
        )
        secret = self._ground.text(18)
        password = self._ground.hashing.make(secret)
        with self._ground.changing() as connection:
            accounts.insert_user(
                connection,
                user,
                password=password,
                secret_ends_s=self._ground.now() + self._ground.params.one_time_s,
            )
            self._record(connection, by, "add_user", name, accounts.stated(grants))
        return NewUser(user=user, secret=secret)

    def grant(
        self,
        by: Principal,
        name: str,
        grants: Sequence[Grant],
        revision: int | None = None,
    ) -> User:
        """Give a user these roles instead of those before."""
        accounts.accept_other(by, name)
        with self._ground.changing() as connection:
            before = accounts.one_user(connection, name)
            accounts.accept_managed_here(before)
            after = replace(before, grants=frozenset(grants))
            accounts.change_row(connection, name, revision)
            accounts.put_grants(connection, name, after.grants)
            accounts.accept_administered(connection)
            detail = f"{accounts.stated(before.grants)} -> {accounts.stated(grants)}"
            self._record(connection, by, "grant", name, detail)
            return accounts.one_user(connection, name)

    def disable(
        self, by: Principal, name: str, disabled: bool, revision: int | None = None
    ) -> User:
        """Shut a user out, or let them in again."""
        accounts.accept_other(by, name)
        with self._ground.changing() as connection:
            accounts.change_row(connection, name, revision, disabled=disabled)
            if disabled:
                accounts.end_sessions(connection, name)
                accounts.accept_administered(connection)
            self._record(connection, by, "disable" if disabled else "enable", name)
            return accounts.one_user(connection, name)

    def reset(self, by: Principal, name: str) -> NewUser:
        """A new secret for the next sign-in instead of the password."""
        accounts.accept_other(by, name)
        secret = self._ground.text(18)
        password = self._ground.hashing.make(secret)
        with self._ground.changing() as connection:
            accounts.accept_managed_here(accounts.one_user(connection, name))
            accounts.change_row(
                connection,
                name,
                None,
                password=password,
                must_change=True,
                secret_ends_s=self._ground.now() + self._ground.params.one_time_s,
            )
            accounts.end_sessions(connection, name)
            self._record(connection, by, "reset", name)
            return NewUser(user=accounts.one_user(connection, name), secret=secret)

    def end_sessions(self, by: Principal, name: str) -> int:
        """End all sessions of a user; how many there were."""
        with self._ground.changing() as connection:
            accounts.one_user(connection, name)
            count = accounts.end_sessions(connection, name)
            self._record(connection, by, "end_sessions", name, str(count))
            return count

    def keys(self) -> Sequence[Key]:
        """Every key, without its secret."""
        with self._ground.transactions.read() as connection:
            return keys.all_keys(connection)

    def key(self, prefix: str) -> Key:
        """One key; raises ``UnknownNameError``."""
        with self._ground.transactions.read() as connection:
            return keys.one_key(connection, prefix)

    def add_key(self, by: Principal, order: KeyOrder) -> NewKey:
        """A new key, and its secret."""
        now_s = self._ground.now()
        longest_s = self._ground.params.longest_key_s
        accept_range("expires_s", order.expires_s, now_s, now_s + longest_s)
        key = Key(
            prefix=self._ground.secret(6).hex(),
            name=order.name,
            grants=order.grants,
            source=order.source,
            trusted_ids=order.trusted_ids,
            may_identify=order.may_identify,
            created_at_s=now_s,
            created_by=by.name,
            expires_s=order.expires_s,
        )
        shown = keys.written(key.prefix, self._ground.text(32))
        with self._ground.changing() as connection:
            keys.insert_key(connection, key, keys.digest(shown))
            self._record(connection, by, "add_key", key.name, _described(key))
        return NewKey(key=key, secret=shown)

    def delete_key(self, by: Principal, prefix: str) -> None:
        """Revoke a key for good."""
        with self._ground.changing() as connection:
            key = keys.one_key(connection, prefix)
            keys.delete_key(connection, prefix)
            self._record(connection, by, "delete_key", key.name, prefix)

    def changes(self, before: int | None = None, limit: int = 100) -> Sequence[Change]:
        """What was changed about people, newest first."""
        with self._ground.transactions.read() as connection:
            return recorded(connection, before, limit)

    def _record(
        self,
        connection: Connection,
        by: Principal,
        what: str,
        whom: str,
        detail: str = "",
    ) -> None:
        record(connection, self._ground.now(), by.name, what, whom, detail)


def _described(key: Key) -> str:
    words = [key.prefix, accounts.stated(key.grants)]
    if key.source:
        words.append(f"source {key.source}")
    words += [each for each in ("trusted_ids", "may_identify") if getattr(key, each)]
    return ", ".join(words)
