"""The raid at a glance: how many of what from where, and what is expected of it."""

from typing import Annotated, Literal

from msgspec import Meta

from zaslin.domain.reason import ReasonCode
from zaslin.domain.track import StandardIdentity, ThreatClass
from zaslin.wire.form.desk import Count
from zaslin.wire.form.plan import Advice, Moment, Money, Stated

Mean = Annotated[float, Meta(ge=0, description="expected number")]
Sector = Literal["n", "ne", "e", "se", "s", "sw", "w", "nw"]


class ClassCount(Stated, frozen=True, kw_only=True):
    """Threatening tracks that are most likely of one class."""

    threat_class: ThreatClass
    tracks: Count
    decoys: Annotated[Mean, Meta(description="expected among them")]


class Axis(Stated, frozen=True, kw_only=True):
    """Threatening tracks that come from one sector at what is defended."""

    sector: Annotated[
        Sector, Meta(description="45 degrees wide; where they are, seen from the asset")
    ]
    tracks: Count
    decoys: Mean
    by_class: dict[ThreatClass, Count]
    engaged: Annotated[Count, Meta(description="with a firm or authorised shot")]
    expected_leak_meur: Money
    nearest_s: Annotated[
        float | None, Meta(description="earliest time to impact, seconds")
    ]
    assets: Annotated[
        tuple[str, ...], Meta(description="likeliest assets, most tracks first")
    ]


class Sample(Stated, frozen=True, kw_only=True):
    """The raid at a moment."""

    at: Moment
    threatening: Count
    decoys: Mean
    expected_leak_meur: Money | None
    value: Money | None
    bound: Money | None


class Outlook(Stated, frozen=True, kw_only=True):
    """What the shown plan expects."""

    revision: int
    value: Money
    bound: Money
    gap: Annotated[float, Meta(description="(value - bound) / value")]
    averted_share: float
    undefended: Money
    expected_leak_meur: Annotated[Money, Meta(description="leaked damage")]
    expected_leakers: Annotated[Mean, Meta(description="with a warhead or without")]
    firm: Count
    not_engaged: Annotated[
        dict[ReasonCode, Count], Meta(description="tracks without a shot, by reason")
    ]


class Summary(Stated, frozen=True, kw_only=True):
    """The raid at a glance."""

    schema: Literal["zaslin/summary/1"] = "zaslin/summary/1"
    advice: Advice = "ADVICE ONLY. NOTIONAL DATA. A named person decides."
    desk: str
    revision: int
    now: Moment
    tracks: Count
    threatening: Annotated[
        Count, Meta(description="hostile or suspect, uncrewed and not civil")
    ]
    by_identity: dict[StandardIdentity, Count]
    by_class: tuple[ClassCount, ...]
    decoys: Mean
    decoy_share: Annotated[float, Meta(ge=0, le=1, description="expected")]
    axes: tuple[Axis, ...]
    outlook: Annotated[Outlook | None, Meta(description="null: no plan is shown")]
    trend: Annotated[
        tuple[Sample, ...],
        Meta(description="up to an hour back, the oldest first; the last one is now"),
    ]
