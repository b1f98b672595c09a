"""A journal gone through again: what it comes to, and whether plans come out alike."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from zaslin.domain.engagement import EngagementState
from zaslin.domain.event import Entry, Fired, Planned
from zaslin.domain.ids import InterceptorTypeId
from zaslin.ops.digest import plan_digest
from zaslin.ops.lead import Lead
from zaslin.ops.ports import Planner
from zaslin.ops.situation import spends
from zaslin.ops.state import name_of, steps

if TYPE_CHECKING:
    from zaslin.domain.plan import Plan
    from zaslin.ops.situation import Situation


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """What a journal comes to.

    ``pictures`` are the revisions that there were; ``plans`` those made, ``shown``
    those of them that came on the screen, ``withdrawn`` those taken away for want of
    another.
    ``rounds_spent`` counts launched rounds by interceptor type.
    """

    entries: Mapping[str, int]
    from_s: float
    until_s: float
    pictures: int
    plans: int
    shown: int
    withdrawn: int
    engagements: Mapping[EngagementState, int]
    rounds_spent: Mapping[InterceptorTypeId, int]
    tracks: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Mismatch:
    """A plan that does not come out again as it was entered."""

    number: int
    at_s: float
    revision: int
    stated: str
    made: str


def account_of(entries: Iterable[Entry]) -> Account:
    """Fold a journal and count.

    Raises
    ------
    ValueError
        If an entry does not fit those before it, or there is none.
    """
    kinds: Counter[str] = Counter()
    plans: Counter[str] = Counter()
    spent: Counter[InterceptorTypeId] = Counter()
    opened: Situation | None = None
    last: Situation | None = None
    for _, entry, last in steps(entries):
        opened = opened or last
        kinds[name_of(entry.event)] += 1
        match entry.event:
            case Planned():
                plans[_fate(entry.event)] += 1
            case Fired():
                pin = last.engagements[entry.event.engagement].pin
                spent[pin.interceptor_type] += pin.salvo_size * spends(
                    last, pin.interceptor_type
                )
    if opened is None or last is None:
        raise ValueError("the journal has no entry; accepted: at least Opened")
    states = Counter(each.state for each in last.engagements.values())
    return Account(
        entries=dict(sorted(kinds.items())),
        from_s=opened.at_s,
        until_s=last.at_s,
        pictures=last.revision - opened.revision + 1,
        plans=plans["shown"] + plans["kept"],
        shown=plans["shown"],
        withdrawn=plans["withdrawn"],
        engagements={state: states[state] for state in EngagementState},
        rounds_spent=dict(sorted((+spent).items())),
        tracks=len(last.tracks),
    )


def replay(
    entries: Iterable[Entry], planner: Planner, *, decision_lead_s: float
) -> Iterator[Mismatch]:
    """Plan again wherever the journal says that a plan was made.

    The planner is asked for each of them in turn, on the same picture and after the
    same plan, as the desk asked it; where it fails, that is told in ``made``.

    Raises
    ------
    ValueError
        If an entry does not fit those before it.
    """
    previous: Plan | None = None
    lead = Lead(decision_lead_s)
    for before, entry, _ in steps(entries):
        event = entry.event
        if before is None or not isinstance(event, Planned):
            continue
        if not event.digest:
            previous = None
            continue
        picture = before.picture_at(entry.at_s, lead=lead)
        try:
            previous = planner(picture, previous)
            made = plan_digest(previous)
        # As at the desk: whatever a planner does wrong is its answer.
        except Exception as error:
            previous, made = None, f"{type(error).__name__}: {error}"
        if made != event.digest:
            yield Mismatch(
                number=entry.number,
                at_s=entry.at_s,
                revision=event.revision,
                stated=event.digest,
                made=made,
            )


def _fate(event: Planned) -> str:
    if not event.digest:
        return "withdrawn"
    return "kept" if event.kept else "shown"
