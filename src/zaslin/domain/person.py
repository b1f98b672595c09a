"""Those who use the service: people with passwords, and keys of other systems."""

import re
from dataclasses import dataclass
from enum import StrEnum

from zaslin.domain.role import KEY_ROLES, PERSON_ROLES, Grant, Permission, permitted

_NAME = re.compile(r"[a-z][a-z0-9._-]{1,31}")
_NAME_WORDS = "2 to 32 of a-z, 0-9, '.', '_', '-', beginning with a letter"


class PrincipalKind(StrEnum):
    """Who asks: a person who has signed in, or a key of another system."""

    PERSON = "person"
    KEY = "key"


@dataclass(frozen=True, slots=True, kw_only=True)
class Principal:
    """Who a request comes from, as established from its cookie or its key.

    ``user_id`` says who it is for good: two persons are two ``user_id``.
    ``ends_s`` is when the session or key ends, in POSIX seconds.
    ``name`` is written into journals as ``Entry.by``.
    ``source`` is the one source that a feed's key may report for; its tracks are
    named ``source/id`` unless ``trusted_ids``, and its word on who is hostile counts
    only if ``may_identify``.
    ``stepped_up`` says whether the password was given again a short while ago, and
    ``must_change`` that nothing but changing the password is allowed.
    """

    user_id: str
    name: str
    kind: PrincipalKind
    grants: frozenset[Grant]
    session_id: str
    ends_s: float = float("inf")
    stepped_up_until_s: float = 0.0
    stepped_up: bool = False
    must_change: bool = False
    source: str = ""
    trusted_ids: bool = False
    may_identify: bool = False

    def may(self, permission: Permission, desk: str | None = None) -> bool:
        """Whether this one may do that on the desk, or on any without a desk."""
        return permitted(self.grants, permission, desk)


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """A person with an account; accounts are disabled, never deleted.

    ``subject`` is who they are at the identity provider ``issuer``, if they sign in
    there; such a person has no password here.
    """

    name: str
    grants: frozenset[Grant]
    disabled: bool = False
    must_change: bool = False
    issuer: str = ""
    subject: str = ""
    created_at_s: float = 0.0
    revision: int = 1

    def __post_init__(self) -> None:
        accept_name("name", self.name)
        for grant in self.grants:
            if grant.role not in PERSON_ROLES:
                raise ValueError(
                    f"role of {self.name} is {grant.role}; accepted: "
                    f"{', '.join(sorted(PERSON_ROLES))} (feeds have keys)"
                )


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """A bearer key of a feed or another system, without its secret."""

    prefix: str
    name: str
    grants: frozenset[Grant]
    source: str = ""
    trusted_ids: bool = False
    may_identify: bool = False
    created_at_s: float
    created_by: str
    expires_s: float

    def __post_init__(self) -> None:
        accept_name("name", self.name)
        for grant in self.grants:
            if grant.role not in KEY_ROLES:
                raise ValueError(
                    f"role of key {self.name} is {grant.role}; accepted: "
                    f"{', '.join(sorted(KEY_ROLES))} (a person answers for the rest)"
                )
        if self.source:
            accept_name("source", self.source)
        elif permitted(self.grants, Permission.REPORT, None):
            raise ValueError("source of a feed is empty; accepted: its name")
        elif self.trusted_ids or self.may_identify:
            raise ValueError(
                f"key {self.name} has no source; accepted: trusted_ids and "
                "may_identify for feeds only"
            )


def accept_name(field: str, name: str) -> None:
    """Raise ``ValueError`` unless it can name a person, a key or a source."""
    if not _NAME.fullmatch(name):
        raise ValueError(f"{field} is {name!r}; accepted: {_NAME_WORDS}")
