"""Exercises and replays that only remember what they were told."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from tests.pictures import NOW_S
from zaslin.api.desk_ports import Recording, Running, ScenarioCard


@dataclass
class Scripted:
    """Exercises and replays that only remember what they were told."""

    running: Running | None = None
    told: list[object] = field(default_factory=list)

    def scenarios(self) -> Sequence[ScenarioCard]:
        """One raid."""
        return [
            ScenarioCard(
                name="night", title="A night", starts_s=NOW_S, duration_s=3600.0
            )
        ]

    def recordings(self) -> Sequence[Recording]:
        """A live night and an exercise."""
        return [
            Recording(id="2", kind="sim", about="", opened_s=NOW_S, entries=9),
            Recording(id="1", kind="live", about="", opened_s=NOW_S, entries=7),
        ]

    def current(self) -> Running | None:
        """What runs."""
        return self.running

    def start(self, name: str, **how: object) -> Running:
        """Begin it, if it is known and nothing runs."""
        if name not in ("night", "1", "2"):
            raise KeyError(name)
        if self.running is not None:
            raise RuntimeError("night runs; accepted: one at a time")
        self.told.append((name, how))
        self.running = Running(
            desk="sim",
            name=name,
            seed=1,
            speed=1.0,
            paused=False,
            over=False,
            starts_s=NOW_S,
            now_s=NOW_S,
            ends_s=NOW_S + 3600.0,
        )
        return self.running

    def steer(self, **how: object) -> Running:
        """Hold it or hurry it."""
        if self.running is None:
            raise LookupError("nothing runs")
        self.told.append(how)
        self.running = replace(self.running, paused=bool(how["paused"]))
        return self.running

    def stop(self) -> None:
        """End it."""
        if self.running is None:
            raise LookupError("nothing runs")
        self.running = None
