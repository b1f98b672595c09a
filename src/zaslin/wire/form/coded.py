"""Codes with their parameters: what a console says in the language of its reader."""

from typing import Annotated

from msgspec import Meta

from zaslin.wire.form.plan import Moment, Stated

Param = str | int | float | bool | None

Code = Annotated[
    str,
    Meta(
        min_length=1,
        max_length=64,
        pattern="^[a-z][a-z0-9_]*$",
        description="a stable word; whoever shows it says it in the reader's language",
    ),
]


class Coded(Stated, frozen=True, kw_only=True):
    """A fact as a code and what it is about; never prose."""

    code: Code
    params: Annotated[
        dict[str, Param], Meta(description="names, numbers and times it is about")
    ]


class By(Stated, frozen=True, kw_only=True):
    """Who did something, and when."""

    by: Annotated[str, Meta(description="name of a person or feed; empty: the desk")]
    at: Moment
