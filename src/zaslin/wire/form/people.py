"""Sessions, users and keys as the service reads and writes them."""

from typing import Annotated

from msgspec import Meta, Struct

from zaslin.domain.role import Permission, Role, Scope
from zaslin.wire.form.scalar import Given, Time

_NAME = r"^[a-z][a-z0-9._-]{1,31}(?![\s\S])"
_NAME_WORDS = "2 to 32 of a-z, 0-9, '.', '_', '-', beginning with a letter"

PersonName = Annotated[
    str,
    Meta(pattern=_NAME, description=_NAME_WORDS, extra={"accepted": _NAME_WORDS}),
]

# What is typed to sign in is compared, not judged: any text that is not absurd.
Typed = Annotated[
    str,
    Meta(
        min_length=1,
        max_length=256,
        description="1 to 256 characters",
        extra={"accepted": "1 to 256 characters"},
    ),
]
Password = Annotated[
    str,
    Meta(
        min_length=12,
        max_length=256,
        description="12 to 256 characters, without the user's name",
        extra={"accepted": "12 to 256 characters"},
    ),
]


class GrantForm(Given, frozen=True, kw_only=True):
    """A role, and the desks on which it holds; ``sim`` is exercise and replay."""

    role: Role
    scope: Scope


Grants = Annotated[tuple[GrantForm, ...], Meta(max_length=24)]


class SignIn(Given, frozen=True, kw_only=True):
    """Name and password."""

    name: Typed
    password: Typed


class StepUp(Given, frozen=True, kw_only=True):
    """The password, once more."""

    password: Typed


class NewPassword(Given, frozen=True, kw_only=True):
    """The password, and what it is to be."""

    old: Typed
    new: Password


class SessionForm(Struct, frozen=True, kw_only=True):
    """Who is asking, and what they may do where."""

    name: str
    kind: Annotated[str, Meta(description="person or key")]
    roles: tuple[GrantForm, ...]
    may: Annotated[
        dict[str, tuple[Permission, ...]],
        Meta(description="by desk; what is not named is refused"),
    ]
    must_change: Annotated[
        bool, Meta(description="a password has to be chosen before anything else")
    ]
    ends: Annotated[str | None, Meta(description="when it ends at the latest")]
    stepped_up_until: Annotated[
        str | None, Meta(description="until when decisions need no password; or null")
    ]
    source: Annotated[str | None, Meta(description="the source a feed reports for")]


class NewUserOrder(Given, frozen=True, kw_only=True):
    """A user to be."""

    name: PersonName
    roles: Grants = ()


class RolesOrder(Given, frozen=True, kw_only=True):
    """All roles of a user, in the place of those before."""

    roles: Grants


class AccessOrder(Given, frozen=True, kw_only=True):
    """Whether a user is shut out."""

    disabled: bool


class UserForm(Struct, frozen=True, kw_only=True):
    """A user; the ETag is its revision."""

    name: str
    roles: tuple[GrantForm, ...]
    disabled: bool
    must_change: bool
    issuer: Annotated[
        str | None, Meta(description="where they sign in, if not with a password here")
    ]
    created: str
    revision: int


class UsersForm(Struct, frozen=True, kw_only=True):
    """Every user, by name."""

    users: tuple[UserForm, ...]


class NewUserForm(Struct, frozen=True, kw_only=True):
    """A user with the secret for the next sign-in; it is not shown again."""

    user: UserForm
    secret: str


class EndedForm(Struct, frozen=True, kw_only=True):
    """How many sessions were ended."""

    ended: int


class KeyOrderForm(Given, frozen=True, kw_only=True):
    """A key to be.

    ``source``, ``trusted_ids`` and ``may_identify`` are for feeds: the one source it
    reports for, whether its track ids are taken as they are, and whether its word on
    who is hostile counts.
    """

    name: PersonName
    roles: Grants
    expires: Time
    source: PersonName | None = None
    trusted_ids: bool = False
    may_identify: bool = False


class KeyForm(Struct, frozen=True, kw_only=True):
    """A key, without its secret."""

    prefix: str
    name: str
    roles: tuple[GrantForm, ...]
    source: str | None
    trusted_ids: bool
    may_identify: bool
    created: str
    created_by: str
    expires: str


class KeysForm(Struct, frozen=True, kw_only=True):
    """Every key that was not deleted, by name."""

    keys: tuple[KeyForm, ...]


class NewKeyForm(Struct, frozen=True, kw_only=True):
    """A key with its secret; it is not shown again."""

    key: KeyForm
    secret: Annotated[str, Meta(description="to be sent as Authorization: Bearer")]


class ChangeForm(Struct, frozen=True, kw_only=True):
    """One change of people, on record for good."""

    number: int
    at: str
    actor: str
    what: str
    whom: str
    detail: str
    address: str


class ChangesForm(Struct, frozen=True, kw_only=True):
    """Changes of people, newest first."""

    changes: tuple[ChangeForm, ...]
    next: Annotated[str | None, Meta(description="cursor of older ones; or null")]
