"""One transition for everything that happens, and the situation it leads to."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from tests.desks import (
    NOBODY,
    Scripted,
    authorised,
    desk_on,
    journal_of,
    launch_of,
    saturated_plan,
)
from tests.pictures import (
    FREE,
    GUN_ROUND,
    MISSILE,
    NOW_S,
    gun_group,
    hostile,
    mixed_types,
    one_track_one_unit,
    saturated,
    with_forecast,
    with_pins_and_shown,
)
from zaslin.domain.control import (
    Control,
    ForbiddenPairing,
    ReserveOrder,
    WeaponsControlStatus,
)
from zaslin.domain.engagement import EngagementState, Outcome
from zaslin.domain.event import (
    Aborted,
    Assessed,
    Controlled,
    Decided,
    Entry,
    Event,
    Expired,
    Fired,
    Forecast,
    Lost,
    Opened,
    Planned,
    Reloaded,
    Reported,
    Resupplied,
    UnitReported,
)
from zaslin.domain.ids import (
    CURRENT_POSITION,
    EngagementId,
    FireUnitId,
    InterceptorTypeId,
    PositionId,
    TrackId,
)
from zaslin.domain.picture import Picture
from zaslin.domain.track import StandardIdentity, Track
from zaslin.ops.desk import Desk
from zaslin.ops.lead import Lead
from zaslin.ops.state import Situation, apply, fold, steps

T1 = TrackId("T1")


def opened(picture: Picture) -> Situation:
    """The situation of a desk just opened."""
    return apply(None, Entry(number=0, at_s=NOW_S, event=Opened(picture=picture)))


def after(situation: Situation, *events: Event, at_s: float = NOW_S) -> Situation:
    """The situation after these events, all at one time."""
    for event in events:
        entry = Entry(number=situation.entries, at_s=at_s, event=event)
        situation = apply(situation, entry)
    return situation


def seen(measured_at_s: float, **changes: Any) -> Track:
    """T1 as measured at a time after the picture's."""
    return replace(hostile("T1", measured_at_s=NOW_S + measured_at_s), **changes)


def engaged() -> tuple[Desk, Situation, EngagementId]:
    """A desk on the saturated picture with one authorised engagement."""
    desk = desk_on(saturated(), Scripted(saturated_plan()))
    desk.tick(NOW_S)
    engagement = authorised(desk, NOW_S)
    return desk, desk.situation, engagement.id


def flying() -> tuple[Situation, EngagementId]:
    """The same, launched as planned."""
    _, situation, name = engaged()
    return after(situation, launch_of(situation.engagements[name])), name


# ------------------------------------------------------------------ the first entry


@pytest.mark.parametrize(
    "picture", [saturated(), mixed_types(), with_pins_and_shown(), with_forecast()]
)
def test_an_opened_desk_has_the_picture_it_was_opened_on(picture: Picture) -> None:
    """Nothing added, nothing lost."""
    situation = opened(picture)

    assert situation.picture == picture
    assert situation.picture_at(picture.now_s) == picture
    assert situation.entries == 1


@pytest.mark.parametrize(
    ("number", "event"), [(1, Opened(picture=saturated())), (0, Lost(tracks=()))]
)
def test_a_journal_begins_with_its_opening(number: int, event: Event) -> None:
    """Entry 0, and nothing else."""
    with pytest.raises(ValueError, match="accepted: entry 0, Opened"):
        apply(None, Entry(number=number, at_s=NOW_S, event=event))


def test_a_desk_is_opened_once() -> None:
    """A second opening would wipe out what was decided."""
    with pytest.raises(ValueError, match="the desk is open"):
        after(opened(saturated()), Opened(picture=saturated()))


@pytest.mark.parametrize("number", [0, 2, 17])
def test_entries_follow_each_other(number: int) -> None:
    """None is missing, none comes twice."""
    entry = Entry(number=number, at_s=NOW_S, event=Lost(tracks=()))

    with pytest.raises(ValueError, match=f"entry number is {number}; accepted: 1"):
        apply(opened(saturated()), entry)


def test_time_does_not_go_back() -> None:
    """The order of the journal is that in which things were learnt."""
    with pytest.raises(ValueError, match="not before the one in front of it"):
        after(opened(saturated()), Lost(tracks=()), at_s=NOW_S - 0.1)


def test_a_fold_names_the_entry_that_does_not_fit() -> None:
    """Its number and its kind, before what is wrong."""
    desk, _, name = engaged()
    entries = journal_of(desk)
    wrong = Entry(
        number=len(entries),
        at_s=NOW_S,
        event=Assessed(engagement=name, outcome=Outcome.KILLED),
    )

    with pytest.raises(ValueError, match=f"^entry {len(entries)}, Assessed: engage"):
        fold([*entries, wrong])


def test_a_fold_of_nothing_is_nothing() -> None:
    """There is no situation before the first entry."""
    assert fold([]) is None
    assert list(steps([])) == []


# ------------------------------------------------------------------------ the sky


@pytest.mark.parametrize("order", [(1, 2, 3), (3, 2, 1), (2, 3, 1), (2, 2, 3, 1, 3)])
def test_the_latest_measurement_stays_in_whatever_order_they_come(
    order: Sequence[int],
) -> None:
    """Late and repeated reports do no harm, one by one or all at once."""
    reports = [seen(float(each), p_decoy=each / 10.0) for each in order]

    one_by_one = after(
        opened(saturated()), *(Reported(tracks=(each,)) for each in reports)
    )
    together = after(opened(saturated()), Reported(tracks=tuple(reports)))

    assert one_by_one.tracks[T1] == together.tracks[T1] == seen(3.0, p_decoy=0.3)


def test_what_changes_nothing_is_no_new_revision() -> None:
    """The entry counts, the picture does not."""
    first = after(opened(saturated()), Reported(tracks=(seen(1.0),)))

    second = after(first, Reported(tracks=(seen(1.0),)), Lost(tracks=(TrackId("T9"),)))

    assert second.revision == first.revision == opened(saturated()).revision + 1
    assert second.entries == first.entries + 2
    assert second.picture == first.picture


def test_what_is_learnt_last_about_one_measurement_holds() -> None:
    """A person declares the track a friend between two measurements."""
    friend = seen(1.0, identity=StandardIdentity.FRIEND)

    situation = after(
        opened(saturated()), Reported(tracks=(seen(1.0),)), Reported(tracks=(friend,))
    )

    assert situation.tracks[T1].identity is StandardIdentity.FRIEND


def test_a_dropped_track_comes_back_only_with_a_later_measurement() -> None:
    """A report that was under way when the feed dropped it is of before."""
    lost = after(
        opened(one_track_one_unit()),
        Reported(tracks=(seen(5.0),)),
        Lost(tracks=(T1,)),
    )
    assert lost.tracks == {}

    assert after(lost, Reported(tracks=(seen(5.0),))).tracks == {}
    assert after(lost, Reported(tracks=(seen(4.0),))).tracks == {}
    back = after(lost, Reported(tracks=(seen(5.1),)))
    assert back.tracks[T1] == seen(5.1)
    assert back.dropped == {}


def test_a_new_forecast_takes_the_place_of_the_one_before() -> None:
    """Ghosts whose time has come leave the picture by themselves."""
    first, second, third = with_forecast().forecast
    soon = replace(second, track=replace(second.track, measured_at_s=NOW_S + 100.0))

    situation = after(opened(with_forecast()), Forecast(tracks=(first, soon)))

    assert situation.picture_at(NOW_S).forecast == (first, soon)
    assert situation.picture_at(NOW_S + 100.0).forecast == (first,)
    assert situation.picture_at(NOW_S + 301.0).forecast == ()
    assert third not in situation.forecast


def test_a_forecast_gives_way_to_a_track_of_the_same_name() -> None:
    """What is there is no longer expected; the picture stays a valid one."""
    ghost = with_forecast().forecast[0]

    situation = after(opened(with_forecast()), Reported(tracks=(hostile("G1"),)))

    assert ghost in situation.forecast
    assert ghost not in situation.picture.forecast


def test_a_forecast_names_each_track_once() -> None:
    """Refused at once, and not when the next picture is made."""
    ghost = with_forecast().forecast[0]

    with pytest.raises(ValueError, match="'G1' occurs twice"):
        after(opened(with_forecast()), Forecast(tracks=(ghost, ghost)))


# ------------------------------------------------------------------------ the defence


def test_control_measures_keep_what_people_have_decided() -> None:
    """Pinned and refused are no measures that somebody puts in force."""
    picture = with_pins_and_shown()
    refused = ForbiddenPairing(track=T1)
    held = replace(picture.control, forbidden=(refused,))
    order = Control(
        weapons_control=WeaponsControlStatus.TIGHT,
        forbidden=(ForbiddenPairing(track=TrackId("T2")),),
    )

    situation = after(opened(replace(picture, control=held)), Controlled(control=order))

    control = situation.picture.control
    assert control.weapons_control is WeaponsControlStatus.TIGHT
    assert control.zones == ()
    assert control.forbidden == (refused,)
    assert control.pinned == picture.control.pinned


def test_a_unit_is_as_its_crew_reports_it() -> None:
    """In its place; the others stay."""
    picture = mixed_types()
    gun = next(unit for unit in picture.fire_units if unit.id == "gun")
    out = replace(gun, channels=0)

    situation = after(opened(picture), UnitReported(fire_unit=out))

    assert situation.picture.fire_units == tuple(
        out if unit is gun else unit for unit in picture.fire_units
    )


def test_an_order_for_a_position_the_unit_has_left_out_is_for_where_it_is() -> None:
    """It has arrived, or it will not drive there any more."""
    picture = with_pins_and_shown()
    gun = next(unit for unit in picture.fire_units if unit.id == "gun")
    pin = replace(
        picture.control.pinned[1],
        fire_unit=gun.id,
        interceptor_type=GUN_ROUND.id,
        position=PositionId("east"),
    )
    control = replace(picture.control, pinned=(*picture.control.pinned, pin))
    situation = opened(replace(picture, control=control))

    still = after(situation, UnitReported(fire_unit=replace(gun, channels=0)))
    there = after(
        situation, UnitReported(fire_unit=replace(gun, prepared_positions=()))
    )

    assert still.picture.control.pinned[-1] == pin
    assert there.picture.control.pinned[-1] == replace(pin, position=CURRENT_POSITION)
    assert there.picture.control.pinned[:-1] == picture.control.pinned


def test_rounds_go_from_the_store_to_the_rails_and_come_from_outside() -> None:
    """As the stock of a unit counts them."""
    unit, kind = FireUnitId("gun"), GUN_ROUND.id
    gun = gun_group("gun")
    empty = replace(
        gun, magazines=(replace(gun.magazines[0], rounds_ready=0, rails=2),)
    )
    situation = after(opened(mixed_types()), UnitReported(fire_unit=empty))

    situation = after(
        situation,
        Resupplied(fire_unit=unit, interceptor_type=kind, rounds=3),
        Reloaded(fire_unit=unit, interceptor_type=kind, rounds=2),
    )

    (magazine,) = situation.fire_units[unit].magazines
    assert (magazine.rounds_ready, magazine.rounds_stored) == (2, 7)


NO_UNIT = "fire unit is 'U9'; accepted: one of the 4 fire units"


@pytest.mark.parametrize(
    ("event", "match"),
    [
        (UnitReported(fire_unit=gun_group("U9")), NO_UNIT),
        (
            Reloaded(fire_unit=FireUnitId("U9"), interceptor_type=MISSILE.id, rounds=1),
            NO_UNIT,
        ),
        (
            Resupplied(
                fire_unit=FireUnitId("gun"), interceptor_type=MISSILE.id, rounds=1
            ),
            "'missile'; accepted: 'gun_round'",
        ),
        (
            UnitReported(
                fire_unit=replace(
                    gun_group("gun"),
                    magazines=(
                        replace(
                            gun_group("gun").magazines[0],
                            interceptor_type=InterceptorTypeId("dart"),
                        ),
                    ),
                )
            ),
            "names 'dart', which the picture does not hold",
        ),
        (
            Controlled(
                control=replace(
                    FREE,
                    reserves=(
                        ReserveOrder(
                            interceptor_type=InterceptorTypeId("dart"), rounds=1
                        ),
                    ),
                )
            ),
            "reserve names 'dart'",
        ),
        (Fired(engagement=NOBODY, launch_s=0, intercept_s=0, assessed_s=0), "E99"),
        (Aborted(engagement=NOBODY, why="no power"), "one of the 0 that were auth"),
        (Expired(engagement=NOBODY), "engagement id is 'E99'"),
        (Assessed(engagement=NOBODY, outcome=Outcome.KILLED), "engagement id is 'E99'"),
    ],
)
def test_what_is_not_there_is_refused_by_its_name(event: Event, match: str) -> None:
    """A clear error, and the situation it was told of is what it was."""
    before = opened(mixed_types())
    kept = replace(before)

    with pytest.raises(ValueError, match=match):
        after(before, event)
    assert before == kept


# ------------------------------------------------------------------- advice, decision


def test_shown_shots_leave_the_picture_when_their_time_is_past() -> None:
    """Dropping them costs nothing then."""
    picture = with_pins_and_shown()
    (shot,) = picture.shown

    situation = opened(picture)

    assert situation.picture_at(shot.launch_s).shown == (shot,)
    assert situation.picture_at(shot.launch_s + 0.1).shown == ()


def test_a_plan_of_a_revision_that_is_not_there_yet_is_refused() -> None:
    """It cannot have been made."""
    plan = Planned(revision=2, method="m", value=1.0, bound=0.0, digest="d", shown=())

    with pytest.raises(ValueError, match="revision 2; accepted: at most 1"):
        after(opened(saturated()), plan)


@pytest.mark.parametrize(
    ("changes", "match"),
    [
        ({"track": TrackId("T99")}, "shot is at track 'T99'"),
        ({"fire_unit": FireUnitId("U9")}, "fire unit is 'U9'"),
        (
            {"interceptor_type": InterceptorTypeId("dart")},
            "type 'dart'; accepted: 'mis",
        ),
    ],
)
def test_a_plan_shows_shots_of_what_is_there(
    changes: dict[str, Any], match: str
) -> None:
    """At a track, from a unit, with a type of the picture."""
    _, situation, _ = engaged()
    shot = replace(situation.shown[0], **changes)
    plan = Planned(
        revision=2, method="m", value=1.0, bound=0.0, digest="d", shown=(shot,)
    )

    with pytest.raises(ValueError, match=match):
        after(situation, plan)


def test_a_kept_plan_leaves_everything_as_it_is() -> None:
    """Its entry is for the replay alone."""
    _, situation, _ = engaged()
    plan = Planned(
        revision=situation.revision,
        method="m",
        value=1.0,
        bound=0.0,
        digest="d",
        shown=situation.shown,
        kept=True,
    )

    again = after(situation, plan)

    assert again == replace(situation, entries=situation.entries + 1)


def decided_otherwise(event: Decided) -> list[tuple[Decided, str]]:
    """Decided events that say something else than what was decided on."""
    engagement, decision = event.engagement, event.decision
    assert engagement is not None
    pin = engagement.pin
    other = replace(decision, by="Capt Ivchenko")
    return [
        (replace(event, decision=replace(decision, revision=9)), "revision 9"),
        (replace(event, decision=other), "is not what was decided"),
        (
            replace(
                event, engagement=replace(engagement, pin=replace(pin, launched=True))
            ),
            "is not what was decided",
        ),
        (
            replace(
                event,
                engagement=replace(engagement, state=EngagementState.REPORTED_FIRED),
            ),
            "is not what was decided",
        ),
        (
            replace(
                event,
                engagement=replace(engagement, pin=replace(pin, track=TrackId("T02"))),
            ),
            "is not what was decided",
        ),
        (
            replace(
                event,
                engagement=replace(
                    engagement, pin=replace(pin, launch_s=pin.launch_s - 1.0)
                ),
            ),
            "is not what was decided",
        ),
        (
            replace(
                event,
                engagement=replace(
                    engagement, pin=replace(pin, position=PositionId("moon"))
                ),
            ),
            "is 'moon'; accepted: 'current'",
        ),
        (
            Decided(
                decision=decision,
                forbidden=ForbiddenPairing(
                    track=pin.track,
                    fire_unit=pin.fire_unit,
                    interceptor_type=pin.interceptor_type,
                ),
            ),
            "by a decision to authorise",
        ),
    ]


def test_the_journal_holds_no_engagement_that_nobody_decided() -> None:
    """Each entry is judged anew by whoever reads it, a forged one too."""
    desk, _, _ = engaged()
    *entries, last = journal_of(desk)
    assert isinstance(last.event, Decided)
    before = fold(entries)
    assert before is not None

    assert after(before, last.event).engagements
    for forged, match in decided_otherwise(last.event):
        with pytest.raises(ValueError, match=match):
            after(before, forged)


def test_a_shot_is_decided_once() -> None:
    """Afterwards it is not among those that are shown."""
    desk, situation, _ = engaged()

    with pytest.raises(ValueError, match="a shown shot that nobody has decided on"):
        after(situation, journal_of(desk)[-1].event)


def test_two_engagements_have_two_names() -> None:
    """Or one report would be of both."""
    desk, _, name = engaged()
    authorised(desk, NOW_S, which=1)
    *entries, last = journal_of(desk)
    assert isinstance(last.event, Decided)
    assert last.event.engagement is not None
    same = replace(last.event, engagement=replace(last.event.engagement, id=name))
    before = fold(entries)
    assert before is not None

    with pytest.raises(ValueError, match="occurs twice"):
        after(before, same)


# ------------------------------------------------------------------- engagements


def test_a_launch_is_pinned_as_reported_and_takes_its_rounds() -> None:
    """The times that the crew expects now, and one round less."""
    _, situation, name = engaged()
    engagement = situation.engagements[name]
    report = launch_of(engagement, late_s=3.0)

    fired = after(situation, report)

    pin = fired.pins[name]
    assert pin.launched
    assert (pin.launch_s, pin.intercept_s) == (report.launch_s, report.intercept_s)
    assert pin.assessed_s == report.assessed_s
    assert fired.engagements[name].state is EngagementState.REPORTED_FIRED
    assert fired.engagements[name].pin == pin
    before = situation.fire_units[pin.fire_unit].magazines[0].rounds_ready
    assert fired.fire_units[pin.fire_unit].magazines[0].rounds_ready == before - 1


def test_what_spends_no_rounds_takes_none() -> None:
    """A jammer's magazine of no rounds only names the type."""
    picture = mixed_types()
    near = hostile("T1", north_m=6_000.0)
    picture = replace(
        picture,
        tracks=(near,),
        fire_units=tuple(u for u in picture.fire_units if u.id == "jammer"),
    )
    desk = desk_on(picture)
    desk.tick(NOW_S)
    engagement = authorised(desk, NOW_S)

    desk.record(launch_of(engagement), NOW_S + 20.0)

    assert desk.situation.picture.fire_units == picture.fire_units


def test_a_launch_without_rounds_is_refused() -> None:
    """The crew's report and its magazine contradict each other."""
    _, situation, name = engaged()
    unit = situation.fire_units[situation.pins[name].fire_unit]
    empty = replace(unit.magazines[0], rounds_ready=0, rails=None)
    situation = after(
        situation, UnitReported(fire_unit=replace(unit, magazines=(empty,)))
    )

    with pytest.raises(ValueError, match="at most the 0 that are ready"):
        after(situation, launch_of(situation.engagements[name]))


@pytest.mark.parametrize(
    "end",
    [
        Aborted(engagement=EngagementId("E1"), why="mist"),
        Expired(engagement=EngagementId("E1")),
    ],
)
def test_an_order_that_came_to_nothing_frees_what_it_held(end: Event) -> None:
    """Its pin goes, its rounds stay, and what became of it is remembered."""
    _, situation, name = engaged()

    ended = after(situation, end)

    assert ended.pins == {}
    assert ended.engagements[name].state.value == type(end).__name__.lower()
    assert ended.fire_units == situation.fire_units


@pytest.mark.parametrize("outcome", Outcome)
def test_an_assessed_engagement_is_over(outcome: Outcome) -> None:
    """Only a kill takes the track out of the picture."""
    situation, name = flying()
    track = situation.pins[name].track

    looked = after(situation, Assessed(engagement=name, outcome=outcome))

    assert looked.pins == {}
    assert looked.engagements[name].outcome is outcome
    assert (track in looked.tracks) == (outcome is not Outcome.KILLED)


def test_a_track_said_to_be_down_comes_back_if_it_is_seen_later() -> None:
    """The assessment can be wrong; the sensor goes on seeing it."""
    situation, name = flying()
    pin = situation.pins[name]
    down = after(situation, Assessed(engagement=name, outcome=Outcome.KILLED))
    assert down.downed == {pin.track: pin.assessed_s}

    def reported(measured_at_s: float) -> Situation:
        track = replace(situation.tracks[pin.track], measured_at_s=measured_at_s)
        return after(down, Reported(tracks=(track,)))

    assert pin.track not in reported(pin.intercept_s - 1.0).tracks
    assert pin.track not in reported(pin.assessed_s).tracks
    back = reported(pin.assessed_s + 0.1)
    assert pin.track in back.tracks
    assert back.downed == {}


def test_a_track_that_was_seen_after_the_look_is_not_taken_for_down() -> None:
    """The same, if the assessment is what comes late."""
    situation, name = flying()
    pin = situation.pins[name]
    later = replace(situation.tracks[pin.track], measured_at_s=pin.assessed_s + 5.0)

    looked = after(
        situation,
        Reported(tracks=(later,)),
        Assessed(engagement=name, outcome=Outcome.KILLED),
    )

    assert looked.tracks[pin.track] == later
    assert looked.downed == {}


def test_a_kill_of_a_track_that_has_gone_is_only_entered() -> None:
    """There is nothing to take away."""
    situation, name = flying()
    gone = after(situation, Lost(tracks=(situation.pins[name].track,)))

    looked = after(gone, Assessed(engagement=name, outcome=Outcome.KILLED))

    assert looked.tracks == gone.tracks
    assert looked.downed == {}


def test_a_unit_that_moved_takes_its_engagements_with_it() -> None:
    """The engagement and its pin say the same."""
    desk, situation, name = engaged()
    pin = replace(situation.pins[name], position=PositionId("east"))
    unit = situation.fire_units[pin.fire_unit]
    moved = replace(
        situation,
        pins={name: pin},
        engagements={name: replace(situation.engagements[name], pin=pin)},
    )

    there = after(moved, UnitReported(fire_unit=unit))

    assert there.pins[name].position == CURRENT_POSITION
    assert there.engagements[name].pin == there.pins[name]
    assert desk.situation.pins[name].position == CURRENT_POSITION


# ------------------------------------------------------------------- the picture


def test_the_lead_makes_every_unit_slower_and_changes_nothing_else() -> None:
    """To react, and to be ready after a drive."""
    situation = opened(mixed_types())

    led = situation.picture_at(NOW_S, lead=Lead(12.0))

    for unit, slow in zip(mixed_types().fire_units, led.fire_units, strict=True):
        assert slow.reaction_time_s == unit.reaction_time_s + 12.0
        assert slow.setup_time_s == unit.setup_time_s + 12.0
    assert replace(led, fire_units=mixed_types().fire_units) == mixed_types()


def test_a_lead_beyond_what_a_unit_may_need_ends_there() -> None:
    """A picture that is refused would be no picture at all."""
    unit = replace(mixed_types().fire_units[0], reaction_time_s=3_599.0)
    situation = opened(replace(one_track_one_unit(), fire_units=(unit,)))

    (slow,) = situation.picture_at(NOW_S, lead=Lead(600.0)).fire_units

    assert slow.reaction_time_s == 3_600.0
