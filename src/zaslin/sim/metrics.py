"""The account of a run: what got through, what it cost, and whether it all adds up."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from zaslin.domain.engagement import Engagement, EngagementState, Outcome
from zaslin.domain.picture import ShownShot
from zaslin.domain.plan import Plan
from zaslin.ops.situation import Situation
from zaslin.sim.arsenal import Arsenal
from zaslin.sim.draw import Draw
from zaslin.sim.operator import Officers
from zaslin.sim.raid import CLASSES
from zaslin.sim.result import RunResult, Timing, TypeAccount
from zaslin.sim.setting import Setting
from zaslin.sim.watch import Watch
from zaslin.sim.world import World

_SAME_LAUNCH_S = 30.0
_MINUTE_S = 60.0


class ConservationError(AssertionError):
    """Rounds, objects or engagements that do not balance: a defect of the run."""


@dataclass(slots=True)
class Tally:
    """What is counted while the night goes on."""

    plans: int = 0
    churn: int = 0
    _shown: tuple[ShownShot, ...] = field(default=())

    def plan(self, plan: Plan, now_s: float, decided: Iterable[Engagement]) -> None:
        """Count a newly shown plan, and what it dropped before its time.

        A shown shot is kept if the new plan has one like it, launched within half a
        minute, and it is done with once it was decided on or its time has come.
        """
        shown = tuple(
            ShownShot(
                track=line.shot.track,
                fire_unit=line.shot.fire_unit,
                interceptor_type=line.shot.interceptor_type,
                salvo_size=line.shot.salvo_size,
                launch_s=line.shot.launch_s,
            )
            for line in plan.recommendations
            if line.firm
        )
        taken = {(each.pin.track, each.pin.fire_unit) for each in decided}
        self.plans += 1
        self.churn += sum(
            before.launch_s > now_s
            and (before.track, before.fire_unit) not in taken
            and not any(_alike(before, after) for after in shown)
            for before in self._shown
        )
        self._shown = shown


def _alike(before: ShownShot, after: ShownShot) -> bool:
    return (
        before.track == after.track
        and before.fire_unit == after.fire_unit
        and before.interceptor_type == after.interceptor_type
        and abs(before.launch_s - after.launch_s) <= _SAME_LAUNCH_S
    )


def timing_of(total_s: float, replans_s: Sequence[float]) -> Timing:
    """Wall-clock figures of a run."""
    if not replans_s:
        return Timing(total_s=total_s)
    return Timing(
        total_s=total_s,
        planning_s=float(np.sum(replans_s)),
        replan_median_s=float(np.median(replans_s)),
        replan_p99_s=float(np.quantile(replans_s, 0.99)),
    )


def result_of(
    setting: Setting,
    drawn: Draw,
    world: World,
    watch: Watch,
    arsenal: Arsenal,
    officers: Officers,
    situation: Situation,
    tally: Tally,
    policy: str,
    failed_plans: int,
    ends_s: float,
) -> RunResult:
    """Add a run up.

    Raises
    ------
    ConservationError
        If anything is missing or was there twice.
    """
    raid, done = drawn.raid, list(situation.engagements.values())
    down, through = world.downed_s <= ends_s, world.through(ends_s)
    # What has not taken off yet counts as in the air: neither down nor through.
    airborne = world.airborne(ends_s) | (raid.launched_s > ends_s)
    leaks = through & ~raid.is_decoy
    p_real = 1.0 - watch.belief_p_decoy
    states = Counter(each.state for each in done)
    outcomes = Counter(each.outcome for each in done)
    result = RunResult(
        scenario=setting.name,
        policy=policy,
        seed=drawn.seed,
        leaked_meur=float(drawn.damage_meur[leaks].sum()),
        leaked_expected_meur=float((drawn.damage_meur * p_real)[through].sum()),
        undefended_meur=float(
            drawn.damage_meur[(raid.arrives_s <= ends_s) & ~raid.is_decoy].sum()
        ),
        debris_meur=world.debris_meur,
        objects=len(raid),
        downed=int(down.sum()),
        through=int(through.sum()),
        airborne=int(airborne.sum()),
        decoys_downed=int((down & raid.is_decoy).sum()),
        decoys_leaked=int((through & raid.is_decoy).sum()),
        leakers=_by_class(raid.class_index, leaks),
        rounds=_accounts(setting, arsenal),
        authorised=len(done),
        refused=officers.refused,
        fired=states[EngagementState.REPORTED_FIRED] + states[EngagementState.ASSESSED],
        aborted=states[EngagementState.ABORTED],
        expired=states[EngagementState.EXPIRED],
        killed=outcomes[Outcome.KILLED],
        missed=outcomes[Outcome.MISSED],
        assessed_unknown=outcomes[Outcome.UNKNOWN],
        plans=tally.plans,
        failed_plans=failed_plans,
        churn=tally.churn,
        decisions_per_minute=_per_minute(officers.decided_s, setting),
        busiest_decisions_per_minute=_busiest(officers.decided_s),
    )
    _balance_rounds(result, done, setting)
    _balance_books(situation, arsenal, setting)
    _balance_engagements(result, done, world, officers, setting)
    _balance_objects(result, world, setting)
    return result


def _by_class(
    class_index: NDArray[np.int64], chosen: NDArray[np.bool_]
) -> dict[str, int]:
    counts = np.bincount(class_index[chosen], minlength=len(CLASSES))
    return {
        kind.value: int(count)
        for kind, count in zip(CLASSES, counts, strict=True)
        if count
    }


def _accounts(setting: Setting, arsenal: Arsenal) -> dict[str, TypeAccount]:
    accounts = {}
    for kind in setting.defence.interceptor_types:
        if not kind.spends_rounds:
            continue
        ledger = arsenal.account(kind.id)
        accounts[str(kind.id)] = TypeAccount(
            at_start=ledger.initial,
            resupplied=ledger.resupplied,
            fired=ledger.fired,
            at_end=ledger.left,
            money_meur=ledger.fired * kind.cost_meur,
        )
    return accounts


def _per_minute(decided_s: Sequence[float], setting: Setting) -> float:
    return len(decided_s) * _MINUTE_S / setting.scenario.duration_s


def _busiest(decided_s: Sequence[float]) -> float:
    """Most decisions in any one minute."""
    moments = np.sort(np.asarray(decided_s, dtype=float))
    within = np.searchsorted(moments, moments + _MINUTE_S, side="left")
    return float((within - np.arange(len(moments))).max(initial=0))


def _balance_rounds(
    result: RunResult, done: Sequence[Engagement], setting: Setting
) -> None:
    """Rounds that came in were fired or are left, and the journal knows of each."""
    spent: Counter[str] = Counter()
    for each in done:
        if each.state in (EngagementState.REPORTED_FIRED, EngagementState.ASSESSED):
            spent[str(each.pin.interceptor_type)] += each.pin.salvo_size
    for name, account in result.rounds.items():
        if account.at_start + account.resupplied != account.fired + account.at_end:
            raise ConservationError(
                f"{setting.name}: rounds of {name}: {account.at_start} at the start, "
                f"{account.resupplied} resupplied, {account.fired} fired, "
                f"{account.at_end} left; accepted: as many out as in"
            )
        if account.fired != spent[name]:
            raise ConservationError(
                f"{setting.name}: {account.fired} rounds of {name} left the rails, but "
                f"the journal reports {spent[name]}; accepted: the same"
            )


def _balance_books(situation: Situation, arsenal: Arsenal, setting: Setting) -> None:
    """The desk's books of each magazine are what the crew counts."""
    for name, unit in situation.fire_units.items():
        counted = arsenal.unit(name).magazines
        if [(m.rounds_ready, m.rounds_stored) for m in unit.magazines] != [
            (m.rounds_ready, m.rounds_stored) for m in counted
        ]:
            raise ConservationError(
                f"{setting.name}: the desk has {unit.magazines} at {name}, its crew "
                f"{counted}; accepted: the same"
            )


def _balance_engagements(
    result: RunResult,
    done: Sequence[Engagement],
    world: World,
    officers: Officers,
    setting: Setting,
) -> None:
    """What people authorised is what the desk has, and what it reports has flown."""
    ordered = len(officers.decided_s) - officers.refused
    standing = sum(each.state is EngagementState.AUTHORISED for each in done)
    over = result.fired + result.aborted + result.expired + standing
    if not ordered == result.authorised == over:
        raise ConservationError(
            f"{setting.name}: {ordered} shots ordered, {result.authorised} engagements "
            f"entered, {over} fired, aborted, expired or standing; accepted: the same"
        )
    assessed = result.killed + result.missed + result.assessed_unknown
    if world.launched != result.fired or assessed > result.fired:
        raise ConservationError(
            f"{setting.name}: {world.launched} launches, {result.fired} reported, "
            f"{assessed} assessed; accepted: as many reported, no more assessed"
        )


def _balance_objects(result: RunResult, world: World, setting: Setting) -> None:
    """Every object is down, through or up, and came down for a shot, in the air."""
    told = result.downed + result.through + result.airborne
    if told != result.objects or result.downed > result.fired:
        raise ConservationError(
            f"{setting.name}: {result.objects} objects, {result.downed} down by "
            f"{result.fired} engagements, {result.through} through, "
            f"{result.airborne} up; accepted: each in one place"
        )
    if world.downed_on_the_ground():
        raise ConservationError(
            f"{setting.name}: an object came down before it took off"
        )
