"""Who may do what: roles, permissions, and on which desks they hold.

Identification and engagement are two authorities: no role has both.
What is not granted here is refused; there is no permission by default.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType


class Permission(StrEnum):
    """One kind of thing that can be asked of the service."""

    SEE = "see"
    WHAT_IF = "what_if"
    HOLD = "hold"
    CONTROL = "control"
    IDENTIFY = "identify"
    READINESS = "readiness"
    STOCK = "stock"
    DECIDE = "decide"
    OUTCOME = "outcome"
    REPORT = "report"
    AUDIT = "audit"
    EXERCISE = "exercise"
    REPLAY = "replay"
    METRICS = "metrics"
    ADMIN_PEOPLE = "admin_people"


class Role(StrEnum):
    """What somebody is there for; a person may have several."""

    VIEWER = "viewer"
    PLANNER = "planner"
    ID_AUTHORITY = "id_authority"
    ENGAGEMENT_AUTHORITY = "engagement_authority"
    SUPERVISOR = "supervisor"
    AUDITOR = "auditor"
    FEED = "feed"
    ADMIN = "admin"


class Scope(StrEnum):
    """The desks on which a role holds; ``SIM`` is the exercise and the replay."""

    LIVE = "live"
    SIM = "sim"
    ALL = "all"

    def covers(self, desk: str) -> bool:
        """Whether the scope holds on that desk."""
        return self is Scope.ALL or desk in _DESKS[self]


_DESKS = {Scope.LIVE: frozenset({"live"}), Scope.SIM: frozenset({"sim", "replay"})}

_P = Permission

GRANTS: Mapping[Role, frozenset[Permission]] = MappingProxyType(
    {
        Role.VIEWER: frozenset({_P.SEE, _P.METRICS}),
        Role.PLANNER: frozenset(
            {_P.SEE, _P.WHAT_IF, _P.HOLD, _P.READINESS, _P.STOCK},
        ),
        Role.ID_AUTHORITY: frozenset({_P.SEE, _P.WHAT_IF, _P.HOLD, _P.IDENTIFY}),
        Role.ENGAGEMENT_AUTHORITY: frozenset(
            {_P.SEE, _P.WHAT_IF, _P.HOLD, _P.DECIDE, _P.OUTCOME},
        ),
        Role.SUPERVISOR: frozenset(
            {
                _P.SEE,
                _P.WHAT_IF,
                _P.HOLD,
                _P.CONTROL,
                _P.READINESS,
                _P.STOCK,
                _P.OUTCOME,
                _P.AUDIT,
                _P.EXERCISE,
                _P.REPLAY,
                _P.METRICS,
            },
        ),
        Role.AUDITOR: frozenset({_P.SEE, _P.AUDIT, _P.REPLAY, _P.METRICS}),
        Role.FEED: frozenset({_P.REPORT}),
        Role.ADMIN: frozenset({_P.ADMIN_PEOPLE, _P.METRICS}),
    }
)
"""What each role may do; docs/people.md shows it as a table."""

PERSON_ONLY = frozenset({_P.DECIDE, _P.IDENTIFY, _P.CONTROL, _P.ADMIN_PEOPLE})
"""What no key may do, whatever roles it has: a person answers for it."""

KEY_ROLES = frozenset({Role.FEED, Role.VIEWER, Role.PLANNER, Role.AUDITOR})
"""The roles that a key may have."""

PERSON_ROLES = frozenset(Role) - {Role.FEED}
"""The roles that a person may have: reports come from sources, which hold keys."""


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Grant:
    """A role on the desks of a scope."""

    role: Role
    scope: Scope

    def __str__(self) -> str:
        return f"{self.role}:{self.scope}"


def permitted(
    grants: Iterable[Grant], permission: Permission, desk: str | None
) -> bool:
    """Whether the grants give the permission on the desk.

    Without a desk, on any desk at all; people are administered with ``ALL`` only,
    and exercises and replays belong to the simulated desk whatever is asked.
    """
    if permission is Permission.ADMIN_PEOPLE:
        grants = [each for each in grants if each.scope is Scope.ALL]
    elif permission in (Permission.EXERCISE, Permission.REPLAY):
        desk = desk or "sim"
    return any(
        permission in GRANTS[grant.role] and (desk is None or grant.scope.covers(desk))
        for grant in grants
    )
