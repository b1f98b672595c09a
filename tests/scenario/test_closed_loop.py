"""Whole nights round the desk: the same ones again, balanced, and never at a friend."""

from dataclasses import replace
from typing import Any

import pytest

from zaslin.bootstrap.simulation import load_setting
from zaslin.domain.control import PinnedEngagement
from zaslin.domain.event import Assessed, Decided, Fired, Planned, Reloaded, Reported
from zaslin.domain.ids import EngagementId
from zaslin.domain.picture import Picture
from zaslin.domain.plan import Plan
from zaslin.domain.track import Crew, StandardIdentity, Track
from zaslin.ops.desk import Desk
from zaslin.ops.replay import account_of, replay
from zaslin.sim.arsenal import Arsenal
from zaslin.sim.field import Field, ForbiddenEngagementError
from zaslin.sim.metrics import ConservationError
from zaslin.sim.policy import POLICIES
from zaslin.sim.run import Run, fly
from zaslin.sim.scenario import Resupply
from zaslin.sim.setting import Setting
from zaslin.sim.world import World
from zaslin.wire.journal_line import encode


@pytest.fixture(scope="module", name="tiny")
def _tiny() -> Setting:
    """Ten minutes at one city."""
    return load_setting("tiny")


def flown(setting: Setting, policy: str = "priced_forecast", seed: int = 1) -> Run:
    """One night."""
    return fly(setting, POLICIES[policy](setting.params), seed, policy=policy)


def journal_of(run: Run) -> bytes:
    """The journal as it would be written."""
    return b"".join(encode(entry) for entry in run.journal.entries())


@pytest.mark.parametrize("policy", ["priced_forecast", "marginal_return"])
def test_the_same_seed_gives_the_same_journal(tiny: Setting, policy: str) -> None:
    """Byte for byte, and another seed gives another one."""
    first, again = flown(tiny, policy), flown(tiny, policy)

    assert journal_of(first) == journal_of(again)
    assert first.result == again.result
    assert journal_of(flown(tiny, policy, seed=2)) != journal_of(first)


def test_a_replayed_journal_makes_every_plan_again(tiny: Setting) -> None:
    """Each plan of the night has the digest that the journal holds."""
    run = flown(tiny)
    planner = POLICIES["priced_forecast"](tiny.params)

    lead_s = tiny.scenario.replanning.decision_lead_s
    mismatches = list(replay(run.journal.entries(), planner, decision_lead_s=lead_s))

    assert account_of(run.journal.entries()).shown == run.result.plans > 10
    assert mismatches == []


def test_another_planner_does_not_replay(tiny: Setting) -> None:
    """Planted: the plans of another policy are not those of the journal."""
    run = flown(tiny)

    other = POLICIES["greedy_soonest"](tiny.params)
    lead_s = tiny.scenario.replanning.decision_lead_s
    assert list(replay(run.journal.entries(), other, decision_lead_s=lead_s))


@pytest.mark.parametrize("policy", sorted(POLICIES))
def test_every_policy_flies_a_night_that_balances(tiny: Setting, policy: str) -> None:
    """No plan fails its check, and rounds, objects and engagements add up."""
    result = flown(tiny, policy, seed=3).result

    assert result.failed_plans == 0
    assert result.downed + result.through + result.airborne == result.objects
    for account in result.rounds.values():
        assert account.at_start + account.resupplied == account.fired + account.at_end


def test_every_launch_was_decided_by_a_named_person(tiny: Setting) -> None:
    """Each fired engagement has its decision earlier in the journal."""
    decided: set[str] = set()
    launches = 0
    for entry in flown(tiny).journal.entries():
        match entry.event:
            case Decided(engagement=engagement) if engagement is not None:
                assert engagement.decision.by.strip()
                decided.add(engagement.id)
            case Fired(engagement=name):
                launches += 1
                assert name in decided

    assert launches > 0


def test_outcomes_are_reported_after_their_launch(tiny: Setting) -> None:
    """Nothing is assessed before it was fired, and each only once."""
    fired: set[str] = set()
    assessed: set[str] = set()
    for entry in flown(tiny).journal.entries():
        match entry.event:
            case Fired(engagement=name):
                fired.add(name)
            case Assessed(engagement=name):
                assert name in fired - assessed
                assessed.add(name)

    assert assessed


def test_a_policy_that_engages_a_friend_gets_no_order(tiny: Setting) -> None:
    """Planted: plans that call a friend hostile are turned down by the desk."""
    base = POLICIES["greedy_soonest"](tiny.params)

    def blind(picture: Picture, previous: Plan | None) -> Plan:
        """Sees everything as a hostile drone."""
        tracks = tuple(
            replace(
                track,
                identity=StandardIdentity.HOSTILE,
                crew=Crew.UNCREWED,
                civil=False,
            )
            for track in picture.tracks
        )
        return base(replace(picture, tracks=tracks), previous)

    run = fly(tiny, blind, 1)

    tracks: dict[str, Track] = {}
    for entry in run.journal.entries():
        if isinstance(entry.event, Reported):
            for track in entry.event.tracks:
                tracks[track.id] = track
        if isinstance(entry.event, Decided) and entry.event.engagement:
            assert (
                tracks[entry.event.engagement.pin.track].identity
                is StandardIdentity.HOSTILE
            )


@pytest.mark.parametrize(
    "change",
    [
        {"identity": StandardIdentity.FRIEND},
        {"identity": StandardIdentity.SUSPECT},
        {"crew": Crew.POSSIBLY_CREWED},
        {"civil": True},
    ],
)
def test_what_turns_out_a_friend_is_not_launched_at(
    tiny: Setting, monkeypatch: pytest.MonkeyPatch, change: dict[str, Any]
) -> None:
    """Crews look at the picture once more; without that the run itself ends.

    Planted: in the moment of each launch its track turns out to be something else.
    """
    true_launch = Field._launch  # noqa: SLF001  (a crew cannot be told from outside)

    def turned(
        self: Field, desk: Desk, name: EngagementId, pin: PinnedEngagement, at: float
    ) -> None:
        ledger = desk.ledger
        tracks = ledger.situation.tracks
        other = {name: replace(track, **change) for name, track in tracks.items()}
        ledger.situation = replace(ledger.situation, tracks=other)
        true_launch(self, desk, name, pin, at)

    monkeypatch.setattr(Field, "_launch", turned)
    assert flown(tiny).result.fired == 0

    monkeypatch.setattr(Field, "_obstacle", lambda *_: None)
    with pytest.raises(ForbiddenEngagementError, match=r"accepted: hostile, uncrewed"):
        flown(tiny)


def test_a_launch_that_nobody_reports_is_found(
    tiny: Setting, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Planted: the world counts one launch more than the desk was told of."""
    monkeypatch.setattr(World, "launched", 1, raising=False)
    true_launch = World.launch

    def twice(self: World, *stated: Any) -> None:
        true_launch(self, *stated)
        self.launched += 1

    monkeypatch.setattr(World, "launch", twice)

    with pytest.raises(ConservationError, match="as many reported"):
        flown(tiny)


def test_books_that_differ_from_the_crew_s_count_are_found(
    tiny: Setting, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Planted: a crew that says nothing of a reload."""
    true_step = Arsenal.step

    def silent(self: Arsenal, now_s: float) -> Any:
        return tuple(
            event for event in true_step(self, now_s) if not isinstance(event, Reloaded)
        )

    monkeypatch.setattr(Arsenal, "step", silent)
    resupplied = replace(
        tiny.scenario,
        resupply=(Resupply(at_s=60.0, interceptor_type="interceptor_drone", rounds=3),),
    )

    with pytest.raises(ConservationError, match="its crew"):
        flown(replace(tiny, scenario=resupplied))


def test_rounds_that_vanish_are_found(
    tiny: Setting, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Planted: a crew that loses a round does not pass the account of the night."""
    true_account = Arsenal.account

    def careless(self: Arsenal, kind: Any) -> Any:
        account = true_account(self, kind)
        return replace(account, left=account.left - 1)

    monkeypatch.setattr(Arsenal, "account", careless)

    with pytest.raises(ConservationError, match="accepted: as many out as in"):
        flown(tiny)


def test_a_planner_that_fails_is_counted(tiny: Setting) -> None:
    """The desk goes on without a plan, and the result says how often."""
    base = POLICIES["greedy_soonest"](tiny.params)
    calls = 0

    def moody(picture: Picture, previous: Plan | None) -> Plan:
        """Fails at every third picture."""
        nonlocal calls
        calls += 1
        if calls % 3 == 0:
            raise RuntimeError("no plan today")
        return base(picture, previous)

    run = fly(tiny, moody, 1)

    assert run.result.failed_plans == calls // 3
    withdrawn = [
        entry
        for entry in run.journal.entries()
        if isinstance(entry.event, Planned) and "no plan today" in entry.event.method
    ]
    assert withdrawn


def test_progress_reaches_the_end(tiny: Setting) -> None:
    """Shares of the night flown rise to one."""
    shares: list[float] = []
    fly(tiny, POLICIES["priced"](tiny.params), 1, on_step=shares.append)

    assert shares == sorted(shares)
    assert shares[-1] == 1.0
