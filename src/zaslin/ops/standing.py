"""Which line of the shown plan a person means, and whether it still stands."""

from collections.abc import Iterator, Mapping

from zaslin.domain.decision import Decision
from zaslin.domain.plan import Plan, Recommendation
from zaslin.ops.lines import MICROSECOND_S, LineKey, Stand, key_of, shown_shot
from zaslin.ops.situation import Situation


def standing_line(
    decision: Decision,
    shown: Plan,
    stands: Mapping[LineKey, Stand],
    same_shot_s: float,
) -> Recommendation | None:
    """The firm line that a person saw, if it has stood since the plan that they saw.

    That is ``seen_revision`` where the decision states it, else ``revision``.
    Its launch may have moved by at most ``same_shot_s``.
    """
    seen = (
        decision.revision if decision.seen_revision is None else decision.seen_revision
    )
    found = [
        line
        for line in shown.recommendations
        if line.firm
        and _pairing(decision)
        == (line.shot.track, line.shot.fire_unit, line.shot.interceptor_type)
        and abs(line.shot.launch_s - decision.launch_s) <= same_shot_s + MICROSECOND_S
        and (stand := stands.get(key_of(line))) is not None
        and (stand.revision <= seen or shown.revision == seen)
    ]
    return min(
        found,
        key=lambda line: abs(line.shot.launch_s - decision.launch_s),
        default=None,
    )


def lapsed_nominations(
    situation: Situation,
    shown: Plan | None,
    stands: Mapping[LineKey, Stand],
    now_s: float,
    same_shot_s: float,
) -> Iterator[Decision]:
    """Nominations that nobody can confirm any more."""
    for decision in situation.nominated:
        line = None
        if shown is not None:
            line = standing_line(decision, shown, stands, same_shot_s)
        if (
            line is None
            or shown_shot(line) not in situation.shown
            or launch_of(decision, line) < now_s
        ):
            yield decision


def launch_of(decision: Decision, line: Recommendation) -> float:
    """When the shot would be launched: as amended, or as recommended."""
    amended = decision.amended
    return line.shot.launch_s if amended is None else amended.launch_s


def _pairing(decision: Decision) -> tuple[str, str, str]:
    return decision.track, decision.fire_unit, decision.interceptor_type
