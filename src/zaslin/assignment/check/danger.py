"""What the plan says about threats, and what it expects to get through."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from zaslin.assignment.check.objective import Leak
from zaslin.assignment.check.scene import Known, Scene
from zaslin.assignment.check.threat import TIE, AssetShare, Evaluation
from zaslin.assignment.check.violation import (
    MONEY_MEUR,
    PROBABILITY,
    TIME_S,
    Rule,
    Violation,
    differs,
    misstated,
)
from zaslin.domain.ids import AssetId, TrackId
from zaslin.domain.plan import AssetOutlook, AssetThreat, Leaker, Threat


def threat_faults(scene: Scene, threats: Iterable[Threat]) -> Iterator[Violation]:
    """Threat values with every factor; each live threatening track is listed."""
    listed = Counter(threat.track for threat in threats)
    for known, _ in scene.counted():
        if not known.is_forecast and not listed[known.track.id]:
            yield Violation(Rule.THREAT, f"threat {known.track.id}", "not listed")
    for threat in threats:
        where = f"threat {threat.track}"
        track = scene.tracks.get(threat.track)
        if track is None or listed[threat.track] > 1:
            detail = f"listed {listed[threat.track]} times; accepted: once, known"
            yield Violation(Rule.THREAT, where, detail)
            continue
        found = scene.evaluation_of(track)
        yield from _factor_faults(track, threat, found, where)
        yield from _share_faults(threat, found, where)


def _factor_faults(
    known: Known, threat: Threat, found: Evaluation, where: str
) -> Iterator[Violation]:
    """The factors of one threat value."""
    value, p_decoy = found.value_meur, known.track.p_decoy
    other = value - sum([each.contribution_meur for each in found.assets])
    pairs = (
        ("threat_value_meur", threat.threat_value_meur, value, MONEY_MEUR),
        ("lethality", threat.lethality, found.lethality, PROBABILITY),
        ("p_no_asset", threat.p_no_asset, found.p_no_asset, PROBABILITY),
        ("other_assets_meur", threat.other_assets_meur, other, max(value, MONEY_MEUR)),
    )
    for name, stated, computed, magnitude in pairs:
        if differs(stated, computed, magnitude):
            yield misstated(Rule.THREAT, where, name, stated, computed)
    if threat.p_decoy != p_decoy:
        yield misstated(Rule.THREAT, where, "p_decoy", threat.p_decoy, p_decoy)


def _share_faults(threat: Threat, found: Evaluation, where: str) -> Iterator[Violation]:
    """The assets that a track may be flying to, and the one it is likeliest to hit."""
    share_of = {share.asset: share for share in found.assets}
    if len(threat.assets) != len(share_of):
        detail = f"{len(threat.assets)} assets; computed {len(share_of)}"
        yield Violation(Rule.THREAT, where, detail)
    for each in threat.assets:
        share = share_of.pop(each.asset, None)
        if share is None or _share_differs(each, share):
            detail = f"asset {each.asset}: {each}; computed {share}"
            yield Violation(Rule.THREAT, where, detail)
    likeliest = threat.assets[0].asset if threat.assets else None
    if not _is_likeliest(likeliest, threat.time_to_impact_s, found):
        detail = f"flies to {likeliest} in {threat.time_to_impact_s} s"
        yield Violation(Rule.THREAT, where, detail)


def _share_differs(stated: AssetThreat, share: AssetShare) -> bool:
    return (
        stated.priority != share.priority
        or differs(stated.p_asset, share.p_asset, PROBABILITY)
        or differs(stated.damage_meur, share.damage_meur, MONEY_MEUR)
        or differs(stated.contribution_meur, share.contribution_meur, MONEY_MEUR)
        or differs(stated.time_to_impact_s, share.time_to_impact_s, TIME_S)
    )


def _is_likeliest(
    asset: AssetId | None, time_to_impact_s: float | None, found: Evaluation
) -> bool:
    """Whether an asset has the largest contribution and is reached at that time."""
    if not found.assets or asset is None or time_to_impact_s is None:
        return not found.assets and asset is None and time_to_impact_s is None
    largest = found.assets[0].contribution_meur * (1.0 - TIE)
    return any(
        share.asset == asset
        and share.contribution_meur >= largest
        and not differs(time_to_impact_s, share.time_to_impact_s, TIME_S)
        for share in found.assets
    )


def leaker_faults(
    scene: Scene, leakers: Iterable[Leaker], leaks: Mapping[TrackId, Leak]
) -> Iterator[Violation]:
    """What is said to get through of each live track that counts."""
    listed = Counter(each.track for each in leakers)
    for known, _ in scene.counted():
        name = known.track.id
        if not known.is_forecast and leaks[name].damage_meur > 0.0 and not listed[name]:
            yield Violation(Rule.LEAKER, str(name), "not listed")
    for each in leakers:
        where = f"leaker {each.track}"
        track = scene.tracks.get(each.track)
        if (
            track is None
            or track.is_forecast
            or track.evaluation is None
            or listed[each.track] > 1
        ):
            detail = f"listed {listed[each.track]} times; accepted: once, a live threat"
            yield Violation(Rule.LEAKER, where, detail)
            continue
        leak = leaks[each.track]
        if differs(each.p_leak, leak.p_leak, PROBABILITY):
            yield misstated(Rule.LEAKER, where, "p_leak", each.p_leak, leak.p_leak)
        stated = each.expected_leak_meur
        if differs(stated, leak.damage_meur, MONEY_MEUR):
            figure = "expected_leak_meur"
            yield misstated(Rule.LEAKER, where, figure, stated, leak.damage_meur)
        if not _is_likeliest(
            each.likely_asset, each.time_to_impact_s, track.evaluation
        ):
            detail = f"flies to {each.likely_asset} in {each.time_to_impact_s} s"
            yield Violation(Rule.LEAKER, where, detail)


def outlook_faults(
    scene: Scene, outlooks: Iterable[AssetOutlook], leaks: Mapping[TrackId, Leak]
) -> Iterator[Violation]:
    """Damage at the assets: each asset once, and in sum what the live tracks bring."""
    listed = Counter(each.asset for each in outlooks)
    due = Counter(asset.id for asset in scene.picture.assets)
    for asset in (listed - due) + (due - listed):
        detail = f"listed {listed[asset]} times; accepted: {due[asset]}"
        yield Violation(Rule.OUTLOOK, f"asset {asset}", detail)
    now_s = scene.picture.now_s
    for each in outlooks:
        at_s = each.undefendable_at_s
        if at_s is not None and not 0.0 <= at_s - now_s < scene.params.horizon_s:
            detail = f"undefendable_at_s is {at_s!r}; accepted: within the horizon"
            yield Violation(Rule.OUTLOOK, f"asset {each.asset}", detail)
    before = after = 0.0
    for known, evaluation in scene.counted():
        if not known.is_forecast:
            at_assets = evaluation.value_meur - evaluation.elsewhere_meur
            before += known.weight * at_assets
            after += leaks[known.track.id].p_leak * at_assets
    undefended = sum(each.damage_undefended_meur for each in outlooks)
    expected = sum(each.damage_expected_meur for each in outlooks)
    for name, stated, computed in (
        ("damage_undefended_meur", undefended, before),
        ("damage_expected_meur", expected, after),
    ):
        if differs(stated, computed, max(before, MONEY_MEUR)):
            yield misstated(Rule.OUTLOOK, "all assets", name, stated, computed)
