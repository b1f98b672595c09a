"""The raid summary into its document."""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from zaslin.domain.picture import Picture
from zaslin.domain.plan import Plan
from zaslin.ops.raid_summary import Axis, RaidSummary
from zaslin.wire.form import summary as wire
from zaslin.wire.moment import written


@dataclass(frozen=True, slots=True)
class Moment:
    """The raid at a moment, as a trend keeps it."""

    at_s: float
    threatening: int
    decoys: float
    expected_leak_meur: float | None
    value: float | None
    bound: float | None


def moment_of(summary: RaidSummary, plan: Plan | None, at_s: float) -> Moment:
    """What a trend keeps of a summary."""
    return Moment(
        at_s,
        summary.threatening,
        summary.decoys,
        plan.terms.leaked_damage if plan else None,
        plan.value if plan else None,
        plan.bound if plan else None,
    )


def summary_to_wire(
    desk: str,
    picture: Picture,
    summary: RaidSummary,
    plan: Plan | None,
    trend: Sequence[Moment],
) -> wire.Summary:
    """The document of a summary with the trend that led to it."""
    return wire.Summary(
        desk=desk,
        revision=picture.revision,
        now=written(picture.now_s),
        tracks=summary.tracks,
        threatening=summary.threatening,
        by_identity=dict(summary.by_identity),
        by_class=tuple(
            wire.ClassCount(threat_class=kind, tracks=number, decoys=decoys)
            for kind, (number, decoys) in summary.by_class.items()
        ),
        decoys=summary.decoys,
        decoy_share=summary.decoy_share,
        axes=tuple(_axis(each) for each in summary.axes),
        outlook=None if plan is None else _outlook(plan),
        trend=tuple(_sample(each) for each in trend),
    )


def _axis(axis: Axis) -> wire.Axis:
    return wire.Axis(
        sector=axis.sector,  # type: ignore[arg-type]  # one of SECTORS
        tracks=axis.tracks,
        decoys=axis.decoys,
        by_class=dict(axis.by_class),
        engaged=axis.engaged,
        expected_leak_meur=axis.expected_leak_meur,
        nearest_s=axis.nearest_s,
        assets=axis.assets,
    )


def _outlook(plan: Plan) -> wire.Outlook:
    return wire.Outlook(
        revision=plan.revision,
        value=float(plan.value),
        bound=float(plan.bound),
        gap=float(plan.gap),
        averted_share=float(plan.averted_share),
        undefended=float(plan.undefended),
        expected_leak_meur=float(plan.terms.leaked_damage),
        expected_leakers=math.fsum(each.p_leak for each in plan.leakers),
        firm=sum(line.firm for line in plan.recommendations),
        not_engaged=dict(Counter(each.reason for each in plan.not_engaged)),
    )


def _sample(moment: Moment) -> wire.Sample:
    return wire.Sample(
        at=written(moment.at_s),
        threatening=moment.threatening,
        decoys=moment.decoys,
        expected_leak_meur=moment.expected_leak_meur,
        value=moment.value,
        bound=moment.bound,
    )
