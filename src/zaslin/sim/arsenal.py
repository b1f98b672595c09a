"""The true state of the fire units, and what their crews report of it.

Every change of the books has its event: a desk that enters what is fired, reloaded,
resupplied and reported, in this order, has the same books as the crews.
"""

import heapq
import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from zaslin.domain.defence import FireUnit
from zaslin.domain.event import Reloaded, Resupplied, UnitReported
from zaslin.domain.ids import FireUnitId, InterceptorTypeId, PositionId
from zaslin.sim.crew import Crew, Shelf
from zaslin.sim.draw import Draw
from zaslin.sim.scenario import Outage
from zaslin.sim.setting import Setting
from zaslin.sim.stock import stocked_units

CrewEvent = Reloaded | Resupplied | UnitReported


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Rounds of one type over all units, counted one by one as they come and go."""

    initial: int
    resupplied: int
    fired: int
    left: int


@dataclass(frozen=True, slots=True)
class _RailDue:
    """A rail has been loaded, if there was a round for it."""

    unit: FireUnitId
    kind: InterceptorTypeId


@dataclass(frozen=True, slots=True)
class _ResupplyDue:
    kind: InterceptorTypeId
    rounds: int


@dataclass(frozen=True, slots=True)
class _OutageDue:
    outage: int
    begins: bool


_Due = _RailDue | _ResupplyDue | _OutageDue


class Arsenal:
    """Every fire unit of a run.

    Parameters
    ----------
    setting
        The units, their stock, outages and resupply.
    draw
        The stream "disruption" says which units are out.

    Raises
    ------
    ValueError
        If the scenario names a type or a team that the laydown does not hold.
    """

    def __init__(self, setting: Setting, draw: Draw) -> None:
        scenario = setting.scenario
        self.fire_units: tuple[FireUnit, ...] = stocked_units(setting)
        self._crews = {unit.id: Crew(unit) for unit in self.fire_units}
        self._spends = {
            kind.id: kind.spends_rounds for kind in setting.defence.interceptor_types
        }
        self._initial = Counter(self._rounds_by_type())
        self._resupplied: Counter[InterceptorTypeId] = Counter()
        self._fired: Counter[InterceptorTypeId] = Counter()
        # By time, then as it was entered.
        self._due: list[tuple[float, int, _Due]] = []
        self._entered = 0
        self._outages = scenario.outages
        self._out = _units_out(setting, draw.stream("disruption"))
        self._active: dict[FireUnitId, set[int]] = {}
        self._changed: set[FireUnitId] = set()
        self._enter_schedule(setting)

    def fire(
        self,
        unit: FireUnitId,
        kind: InterceptorTypeId,
        salvo_size: int,
        position: PositionId,
        at_s: float,
        until_s: float,
    ) -> bool:
        """Launch a salvo; False, and nothing changed, if the unit cannot.

        It cannot while it is on its way, elsewhere, without a channel until its other
        engagements are over, or without as many rounds on its rails.

        Parameters
        ----------
        unit, kind, salvo_size
            Who launches how many of what.
        position
            Where from; the unit must stand there.
        at_s
            When.
        until_s
            When its channel is free again.
        """
        crew = self._crews[unit]
        shelf = crew.shelves.get(kind)
        if shelf is None or not crew.can_fire(position, at_s):
            return False
        if self._spends[kind] and not self._take(unit, shelf, salvo_size, at_s):
            return False
        crew.occupy(until_s)
        return True

    def order_move(self, unit: FireUnitId, position: PositionId, at_s: float) -> bool:
        """Send a unit to a prepared position; False if it cannot leave, or is there.

        The crew reports at the next step: where it will stand, and when it is ready.
        """
        moves = self._crews[unit].move(position, at_s)
        if moves:
            self._changed.add(unit)
        return moves

    def step(self, now_s: float) -> tuple[CrewEvent, ...]:
        """What crews report since the last step, in an order that the books can bear.

        Rounds come before they are loaded; a report of a whole unit comes last.
        """
        resupplied: list[CrewEvent] = []
        loaded: Counter[tuple[FireUnitId, InterceptorTypeId]] = Counter()
        while self._due and self._due[0][0] <= now_s:
            at_s, _, due = heapq.heappop(self._due)
            match due:
                case _RailDue(unit, kind):
                    loaded[unit, kind] += self._crews[unit].shelves[kind].load()
                case _ResupplyDue(kind, rounds):
                    resupplied += self._resupply(kind, rounds, at_s)
                case _OutageDue(outage, begins):
                    self._turn(outage, begins)
        reloaded = [
            Reloaded(fire_unit=unit, interceptor_type=kind, rounds=rounds)
            for (unit, kind), rounds in sorted(loaded.items())
            if rounds
        ]
        reported = [
            UnitReported(fire_unit=self.unit(unit)) for unit in sorted(self._changed)
        ]
        self._changed.clear()
        return (*resupplied, *reloaded, *reported)

    def unit(self, unit: FireUnitId) -> FireUnit:
        """A unit as its crew would report it now."""
        return self._crews[unit].as_reported()

    def account(self, kind: InterceptorTypeId) -> Account:
        """Where the rounds of a type came from and went."""
        return Account(
            initial=self._initial[kind],
            resupplied=self._resupplied[kind],
            fired=self._fired[kind],
            left=self._rounds_by_type()[kind],
        )

    def _rounds_by_type(self) -> Counter[InterceptorTypeId]:
        rounds: Counter[InterceptorTypeId] = Counter()
        for crew in self._crews.values():
            for kind, shelf in crew.shelves.items():
                rounds[kind] += shelf.rounds
        return rounds

    def _take(
        self, unit: FireUnitId, shelf: Shelf, salvo_size: int, at_s: float
    ) -> bool:
        """Rounds leave their rails, which are loaded again from then on."""
        if shelf.ready < salvo_size:
            return False
        shelf.ready -= salvo_size
        self._fired[shelf.magazine.interceptor_type] += salvo_size
        self._load(unit, shelf, salvo_size, at_s)
        return True

    def _load(self, unit: FireUnitId, shelf: Shelf, rails: int, from_s: float) -> None:
        """Begin to load rails."""
        ready_s = from_s + shelf.magazine.reload_time_s
        for _ in range(rails):
            self._enter(ready_s, _RailDue(unit, shelf.magazine.interceptor_type))

    def _resupply(
        self, kind: InterceptorTypeId, rounds: int, at_s: float
    ) -> Iterable[Resupplied]:
        """Rounds come to each unit that holds their type."""
        for name, crew in self._crews.items():
            shelf = crew.shelves.get(kind)
            if shelf is not None:
                self._resupplied[kind] += rounds
                self._load(name, shelf, shelf.resupply(rounds), at_s)
                yield Resupplied(fire_unit=name, interceptor_type=kind, rounds=rounds)

    def _turn(self, outage: int, begins: bool) -> None:
        """An outage begins or is over; of several, the worst counts."""
        for unit in self._out[outage]:
            active = self._active.setdefault(unit, set())
            (active.add if begins else active.discard)(outage)
            crew = self._crews[unit]
            left = min(
                (self._outages[each].channels_left for each in active), default=1.0
            )
            crew.channels = math.floor(crew.all_channels * left + 1e-9)
            self._changed.add(unit)

    def _enter(self, at_s: float, due: _Due) -> None:
        heapq.heappush(self._due, (at_s, self._entered, due))
        self._entered += 1

    def _enter_schedule(self, setting: Setting) -> None:
        scenario = setting.scenario
        starts_s = scenario.starts_s
        for name, crew in self._crews.items():
            for shelf in crew.shelves.values():
                self._load(name, shelf, shelf.empty_rails, starts_s)
        for each in scenario.resupply:
            kind = InterceptorTypeId(each.interceptor_type)
            self._enter(starts_s + each.at_s, _ResupplyDue(kind, each.rounds))
        for index, outage in enumerate(scenario.outages):
            self._enter(starts_s + outage.from_s, _OutageDue(index, begins=True))
            self._enter(starts_s + outage.until_s, _OutageDue(index, begins=False))


def _units_out(
    setting: Setting, rng: np.random.Generator
) -> tuple[tuple[FireUnitId, ...], ...]:
    """Which units each outage hits; shares of one seed are nested."""
    units = [unit.id for unit in setting.defence.fire_units]
    return tuple(
        _hit(outage, [units[index] for index in rng.permutation(len(units))], setting)
        for outage in setting.scenario.outages
    )


def _hit(
    outage: Outage, order: list[FireUnitId], setting: Setting
) -> tuple[FireUnitId, ...]:
    team_of = setting.defence.team_of_unit
    liable = [
        unit for unit in order if not outage.teams or team_of[unit] in outage.teams
    ]
    return tuple(sorted(liable[: math.floor(outage.share * len(liable) + 0.5)]))
