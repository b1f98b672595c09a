"""Whether the service is alive and can be relied on."""

from typing import Annotated, Literal

from msgspec import Meta, Struct

Ago = Annotated[
    float | None, Meta(description="seconds since it last ended well; null: never")
]


class Alive(Struct, frozen=True, kw_only=True):
    """The process answers."""

    status: Literal["alive"] = "alive"


class StageCount(Struct, frozen=True, kw_only=True):
    """How often a stage of a desk was carried out."""

    done: Annotated[int, Meta(ge=0)]
    failed: Annotated[int, Meta(ge=0)]
    done_ago_s: Ago
    busy_s: Annotated[
        float | None, Meta(description="seconds at work now; null: it is not")
    ]


class DeskReadiness(Struct, frozen=True, kw_only=True):
    """The state of a desk, and its reasons as stable words."""

    state: str
    underlying: str
    reasons: tuple[str, ...]
    stages: dict[str, StageCount]
    workers_ready: Annotated[
        int | None, Meta(description="planning workers; null: none are employed")
    ]


class ServiceReadiness(Struct, frozen=True, kw_only=True):
    """Whether this process can be relied on, and what that rests on.

    A supervisor of processes compares the counts of stages with those it saw before:
    a count that stands still says that something hangs, whatever else answers.
    """

    ready: bool
    missing: Annotated[
        tuple[str, ...],
        Meta(description="what is missing: database, leader, desk, journal, planning"),
    ]
    leads: bool
    epoch: int
    version: str
    up_s: Annotated[float, Meta(ge=0)]
    desks: dict[str, DeskReadiness]
