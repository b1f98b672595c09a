"""Sessions, users and keys as documents."""

import math
from collections.abc import Iterable

from zaslin.domain.account import Change
from zaslin.domain.person import Key, Principal, User
from zaslin.domain.role import Grant, Permission
from zaslin.wire.form.people import (
    ChangeForm,
    GrantForm,
    KeyForm,
    SessionForm,
    UserForm,
)
from zaslin.wire.moment import written

_DESKS = ("live", "sim", "replay")


def session_form(who: Principal) -> SessionForm:
    """Who is asking, and what they may do where."""
    return SessionForm(
        name=who.name,
        kind=who.kind.value,
        roles=grant_forms(who.grants),
        may={
            desk: tuple(each for each in Permission if who.may(each, desk))
            for desk in _DESKS
        },
        must_change=who.must_change,
        ends=None if math.isinf(who.ends_s) else written(who.ends_s),
        stepped_up_until=written(who.stepped_up_until_s) if who.stepped_up else None,
        source=who.source or None,
    )


def user_form(user: User) -> UserForm:
    """A user, without anything that would let somebody in."""
    return UserForm(
        name=user.name,
        roles=grant_forms(user.grants),
        disabled=user.disabled,
        must_change=user.must_change,
        issuer=user.issuer or None,
        created=written(user.created_at_s),
        revision=user.revision,
    )


def key_form(key: Key) -> KeyForm:
    """A key, without its secret."""
    return KeyForm(
        prefix=key.prefix,
        name=key.name,
        roles=grant_forms(key.grants),
        source=key.source or None,
        trusted_ids=key.trusted_ids,
        may_identify=key.may_identify,
        created=written(key.created_at_s),
        created_by=key.created_by,
        expires=written(key.expires_s),
    )


def change_form(change: Change) -> ChangeForm:
    """One change of people."""
    return ChangeForm(
        number=change.number,
        at=written(change.at_s),
        actor=change.actor,
        what=change.what,
        whom=change.whom,
        detail=change.detail,
        address=change.address,
    )


def grant_forms(grants: Iterable[Grant]) -> tuple[GrantForm, ...]:
    """Roles in one order."""
    return tuple(GrantForm(role=each.role, scope=each.scope) for each in sorted(grants))


def grants_given(forms: Iterable[GrantForm]) -> frozenset[Grant]:
    """Roles that a document states; twice is once."""
    return frozenset(Grant(role=each.role, scope=each.scope) for each in forms)
