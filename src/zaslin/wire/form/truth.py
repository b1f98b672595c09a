"""The truth about a simulated night, as it is written beside the desk's journal."""

from typing import Annotated, Literal

from msgspec import Meta

from zaslin.domain.reason import ReasonCode
from zaslin.domain.track import ThreatClass
from zaslin.wire.form.plan import Money, Stated
from zaslin.wire.form.run import Bounds, Count, Digest, Result
from zaslin.wire.form.scalar import Name

Moment = Annotated[float, Meta(description="seconds since 1970, as in the journal")]
Point = Annotated[
    tuple[float, float], Meta(description="metres east and north of the origin")
]


class TrueObject(Stated, frozen=True, kw_only=True):
    """One object of the raid: what it was, and how it ended."""

    threat_class: ThreatClass
    is_decoy: bool
    asset: Annotated[
        Name | None, Meta(description="where it was bound; null: open country")
    ]
    damage_meur: Annotated[
        Money, Meta(description="what it does if it gets through; a decoy: none")
    ]
    launched_s: Moment
    ending: Literal["down", "through", "airborne"]
    ended_s: Moment
    ended_m: Point
    way_m: Annotated[
        tuple[Point, ...],
        Meta(description="corners of its way, flown to its end or not"),
    ]
    tracks: Annotated[tuple[Name, ...], Meta(description="what sensors made of it")]


class Word(Stated, frozen=True, kw_only=True):
    """What the plans of the night said of a track."""

    track: Name
    shots: Annotated[Count, Meta(description="plans with a shot at it")]
    reasons: Annotated[
        dict[ReasonCode, Count],
        Meta(description="plans without one, by the reason that they gave"),
    ]


class Window(Stated, frozen=True, kw_only=True):
    """Launch times of a firm shot, as the last plan with it had them."""

    track: Name
    fire_unit: Name
    interceptor_type: Name
    opens_s: Moment
    closes_s: Moment


class Truth(Stated, frozen=True, kw_only=True):
    """What a simulated night really was; the desk never saw any of it.

    ``words`` and ``windows`` are no truth, but what the desk's plans said.
    """

    schema: Literal["zaslin/truth/1"] = "zaslin/truth/1"
    notional: Literal[True] = True
    label: Literal["SIMULATION: TRUTH"] = "SIMULATION: TRUTH"
    journal: Annotated[Digest, Meta(description="SHA-256 of the journal's file")]
    result: Result
    bounds: Bounds
    objects: tuple[TrueObject, ...]
    words: tuple[Word, ...]
    windows: tuple[Window, ...]
