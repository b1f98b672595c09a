"""The report of a plan: everything is in it, and nothing is to be misread."""

import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache

import pytest

from tests.pictures import (
    GUN_ROUND,
    NOW_S,
    all_friendly,
    empty_magazines,
    empty_sky,
    hold,
    hostile,
    mixed_types,
    one_track_one_unit,
    saturated,
    with_forecast,
    with_pins_and_shown,
)
from zaslin.assignment.plan import plan
from zaslin.cli.plan import SHOWN_ALL
from zaslin.cli.report import explanation, plan_report
from zaslin.cli.report.view import LastOrder, View
from zaslin.cli.streams import render
from zaslin.cli.words import countdown
from zaslin.domain.control import PinnedEngagement
from zaslin.domain.ids import FireUnitId, PositionId, TrackId
from zaslin.domain.params import PlanParams
from zaslin.domain.picture import Picture
from zaslin.domain.plan import Posture
from zaslin.domain.track import StandardIdentity

PICTURES = (
    all_friendly,
    empty_magazines,
    empty_sky,
    hold,
    mixed_types,
    one_track_one_unit,
    saturated,
    with_forecast,
    with_pins_and_shown,
)
PARAMS = PlanParams()

every_picture = pytest.mark.parametrize(
    "made", PICTURES, ids=lambda made: made.__name__
)


@cache
def view_of(made: Callable[[], Picture]) -> View:
    """A plan of a named picture, with every row shown on a wide page."""
    picture = made()
    return View(plan(picture, PARAMS), picture, PARAMS, 160, SHOWN_ALL, SHOWN_ALL)


def text_of(view: View) -> str:
    """The report as plain text."""
    return render(plan_report(view), width=view.width)


def section(text: str, title: str) -> str:
    """The part of a report under a heading that matches a pattern."""
    found = re.search(rf"^[^\n]*{title}[^\n]*\n(.+?)(?:\n\n|\Z)", text, re.M | re.S)
    assert found is not None, text
    return found.group(0)


@every_picture
def test_every_track_is_accounted_for(made: Callable[[], Picture]) -> None:
    """Engaged, pinned or not engaged: no track is left out of a full report."""
    view = view_of(made)

    text = text_of(view)

    for track in view.picture.tracks:
        assert track.id in text


@every_picture
@pytest.mark.parametrize("width", [80, 100, 140, 150, 200])
def test_no_line_is_wider_than_the_page(
    made: Callable[[], Picture], width: int
) -> None:
    """And nothing is cut off with an ellipsis: two ids may differ in the end."""
    text = text_of(replace(view_of(made), width=width))

    assert max(len(line) for line in text.splitlines()) <= width
    assert "…" not in text


@every_picture
def test_every_shot_is_listed_once(made: Callable[[], Picture]) -> None:
    """Firm ones and intentions together make the plan."""
    view = view_of(made)

    shots = re.findall(r"\d+% \(\d\)|[<>]\d+% \(\d\)", text_of(view))

    assert len(shots) == len(view.plan.recommendations)


def test_shots_are_in_the_order_of_their_last_order() -> None:
    """What must be decided first stands first, firm before intended."""
    view = view_of(saturated)

    for shots in (view.firm, view.intentions):
        last_s = [view.last_order(shot).ahead_s for shot in shots]
        assert last_s == sorted(last_s)
    assert all(shot.firm for shot in view.firm)
    assert not any(shot.firm for shot in view.intentions)


def test_a_last_order_is_not_later_than_the_likely_impact() -> None:
    """A track that might fly on keeps its window open: no reason to wait for it."""
    view = view_of(one_track_one_unit)
    line = view.plan.recommendations[0]
    impact_s = view.plan.threats[0].time_to_impact_s
    assert impact_s is not None
    early = replace(line, last_order_s=NOW_S + impact_s - 60.0)
    late = replace(line, last_order_s=NOW_S + impact_s + 60.0)

    assert view.last_order(early).ahead_s == pytest.approx(impact_s - 60.0)
    assert view.last_order(late) == LastOrder(impact_s, by_impact=True)
    text = text_of(replace(view, plan=replace(view.plan, recommendations=(late,))))
    assert f"{countdown(impact_s)}* " in text


def test_firm_shots_are_cut_only_on_request() -> None:
    """A short list hides intentions, never what is to be ordered now."""
    view = replace(view_of(mixed_types), rows=0)

    shown = text_of(view)
    cut = text_of(replace(view, rows_firm=1))

    assert all(line.shot.fire_unit in shown for line in view.firm)
    assert f"… and {len(view.intentions)} more intentions" in shown
    assert f"… and {len(view.firm) - 1} more firm shots: --all shows them" in cut


def test_narrow_and_wide_reports_say_the_same() -> None:
    """Two lines a shot or one: the same figures."""
    wide = replace(view_of(mixed_types), width=150)
    narrow = replace(wide, width=100)

    figures = [
        sorted(re.findall(r"[+-]\d+\.\d\d|\d+% \(\d\)", text_of(view)))
        for view in (wide, narrow)
    ]

    assert figures[0] == figures[1]


def test_the_terms_and_the_proof_are_in_the_head() -> None:
    """Value, bound, gap, share of what is possible, and that it was checked."""
    head = text_of(view_of(mixed_types)).split("\n\n")[0]

    for word in ("M€ expected", "undefended", "leaked damage", "rounds", "debris"):
        assert word in head
    for word in ("plan change", "best possible with", "gap ", "averts "):
        assert word in head
    said = " ".join(head.split())
    assert "best possible with 6 launch times a window at least" in said
    assert "with any launch time at least" in said
    assert "passed the independent checker" in head


def test_the_value_says_what_follow_ups_rest_on() -> None:
    """Their rounds and channels are there on average; without them nothing is said."""
    words = "(follow-ups get rounds and channels on average)"

    with_looks = " ".join(text_of(view_of(mixed_types)).split())
    without = " ".join(text_of(view_of(hold)).split())

    assert f"M€ expected with this plan {words}" in with_looks
    assert words not in without


@pytest.mark.parametrize(
    ("made", "words"),
    [
        (empty_sky, "nothing threatens: no plan can do better"),
        (hold, "no plan can avert any of it under these restrictions"),
        (empty_magazines, "no plan can avert any of it under these restrictions"),
    ],
)
def test_a_proof_about_nothing_says_so(made: Callable[[], Picture], words: str) -> None:
    """Instead of a share of zero or a gap that means nothing."""
    assert words in text_of(view_of(made))


def test_an_old_picture_is_an_alarm() -> None:
    """Countdowns run from the picture's instant, which may be long ago."""
    view = view_of(one_track_one_unit)

    assert "! This picture is 2 h old" in text_of(replace(view, age_s=7_200.0))
    assert "of the future" in text_of(replace(view, age_s=-7_200.0))
    assert "! This picture" not in text_of(replace(view, age_s=10.0))
    assert "! This picture" not in text_of(view)


def test_pinned_engagements_are_listed_with_who_authorised_them() -> None:
    """Beside what has become of them."""
    pins = section(text_of(view_of(with_pins_and_shown)), "2 PINNED ENGAGEMENTS")

    assert re.search(r"launched +0:14 +0:22 +missile +T1 .*Maj Bondar", pins)
    assert re.search(r"0:15 +0:39 +0:47 +missile +T2 .*Maj Bondar", pins)


def test_a_missed_order_is_an_alarm_and_what_is_over_says_so() -> None:
    """A minute after both should have been launched, one of them was not."""
    picture = with_pins_and_shown()
    late = replace(picture, now_s=NOW_S + 59.0)
    view = View(plan(late, PARAMS), late, PARAMS, 100, SHOWN_ALL, SHOWN_ALL)

    text = text_of(view)

    assert "! Withdrawn: missile on T2, do not launch: its launch time is past" in text
    pins = section(text, "PINNED ENGAGEMENTS")
    assert "launched, over" in pins
    assert "-0:44, withdrawn" in pins


def test_a_withdrawn_engagement_is_an_alarm() -> None:
    """Its track has turned out to be a friend."""
    picture = with_pins_and_shown()
    tracks = tuple(
        replace(track, identity=StandardIdentity.FRIEND) if track.id == "T2" else track
        for track in picture.tracks
    )
    picture = replace(picture, tracks=tracks)
    view = View(plan(picture, PARAMS), picture, PARAMS, 100, SHOWN_ALL, SHOWN_ALL)

    text = text_of(view)

    assert "! Withdrawn: missile on T2, do not launch: identified friend" in text
    assert "0:15, withdrawn" in section(text, "PINNED ENGAGEMENTS")


def test_a_change_of_what_was_shown_is_shown() -> None:
    """What it was and what it is now; what stays as it was is not repeated."""
    base = view_of(with_pins_and_shown)
    shot = base.plan.shots[0]
    shown = replace(
        base.picture.shown[0],
        track=shot.track,
        fire_unit=shot.fire_unit,
        interceptor_type=shot.interceptor_type,
        salvo_size=shot.salvo_size,
        launch_s=shot.launch_s,
    )
    kept = replace(base, picture=replace(base.picture, shown=(shown,)))
    elsewhere = replace(shown, fire_unit=FireUnitId("nobody"), launch_s=NOW_S + 60.0)
    gone = replace(shown, track=TrackId("gone"))
    changed = replace(base, picture=replace(base.picture, shown=(elsewhere, gone)))

    assert "SHOWN SHOT" not in text_of(kept)
    lines = section(text_of(changed), "2 SHOWN SHOTS CHANGED")
    assert re.search(rf"{shot.track} +nobody.*launch 1:00 +{shot.fire_unit}", lines)
    assert "the track is gone" in lines


def test_a_unit_that_moves_is_told_by_when_to_leave() -> None:
    """First launch less travel and set-up; the way is from the map."""
    base = view_of(mixed_types)
    shot = replace(
        next(s for s in base.plan.shots if s.fire_unit == "gun"),
        position=PositionId("east"),
        launch_s=NOW_S + 400.0,
    )
    posture = Posture(fire_unit=shot.fire_unit, position=shot.position)
    moved = replace(base.plan, shots=(shot,), postures=(posture,))

    lines = section(text_of(replace(base, plan=moved)), "1 UNIT TO MOVE")

    # 400 s less 240 s on the road and 60 s of set-up.
    assert re.search(r"1:40 +gun +east \(5\.0 km E\) +5:00 +6:40 +1", lines)


def test_a_unit_that_is_ordered_elsewhere_leaves_in_time_for_it() -> None:
    """The order counts as a launch; what flies already has been launched from there."""
    base = view_of(mixed_types)
    pin = PinnedEngagement(
        track=TrackId("T2"),
        fire_unit=FireUnitId("gun"),
        interceptor_type=GUN_ROUND.id,
        salvo_size=1,
        launch_s=NOW_S + 360.0,
        intercept_s=NOW_S + 370.0,
        assessed_s=NOW_S + 380.0,
        pk=0.4,
        authorised_by="Maj Bondar",
        position=PositionId("east"),
    )
    control = replace(base.picture.control, pinned=(pin,))
    track = next(each for each in base.picture.tracks if each.id == pin.track)
    picture = replace(base.picture, tracks=(track,), control=control)
    ordered = View(plan(picture, PARAMS), picture, PARAMS, 100, SHOWN_ALL, SHOWN_ALL)
    flown = replace(pin, launched=True, launch_s=NOW_S - 10.0)
    after = replace(picture, control=replace(control, pinned=(flown,)))

    text = text_of(ordered)

    assert ordered.plan.withdrawn == ()
    # 360 s less 240 s on the road and 60 s of set-up.
    assert re.search(r"1:00 +gun +east \(5\.0 km E\) +5:00 +6:00", text)
    assert "gun at east" in section(text, "1 PINNED ENGAGEMENT")
    assert "UNIT TO MOVE" not in text_of(replace(ordered, picture=after))


def test_tracks_that_are_not_due_are_no_leakers() -> None:
    """No unit can reach them before the horizon: nothing was decided about them."""
    far = hostile("far", north_m=300_000.0, north_mps=-50.0)
    picture = one_track_one_unit()
    picture = replace(picture, tracks=(*picture.tracks, far))
    view = View(plan(picture, PARAMS), picture, PARAMS, 100, SHOWN_ALL, SHOWN_ALL)

    text = text_of(view)

    assert view.not_due == {"far"}
    assert "1 not due yet" in text
    assert "far" not in section(text, "LEAKERS EXPECTED")
    assert "window opens after the planning horizon" in text


def test_unidentified_tracks_ask_for_a_person_first() -> None:
    """An identification request stands above what nobody can change."""
    unknown = replace(hostile("who"), identity=StandardIdentity.UNKNOWN)
    picture = replace(all_friendly(), tracks=(*all_friendly().tracks, unknown))
    view = View(plan(picture, PARAMS), picture, PARAMS, 100, SHOWN_ALL, SHOWN_ALL)

    lines = text_of(view)

    assert lines.index("identification requested") < lines.index("never engaged")
    assert "– : not counted as a threat" in lines


def test_stock_says_what_is_empty_and_what_may_run_dry() -> None:
    """By unit, and by when."""
    empty = section(text_of(view_of(empty_magazines)), "STOCK AFTER")
    dry = section(text_of(view_of(saturated)), "MAY RUN DRY")

    assert "Empty now: U1, U2" in empty
    assert re.search(r"\d+:\d\d +U\d +missile +4 +\d", dry)
    assert "No unit runs dry." in text_of(view_of(empty_sky))


def test_rounds_held_for_a_forecast_have_a_column() -> None:
    """Only where there is a forecast."""
    assert "kept for" in text_of(view_of(with_forecast))
    assert "kept for" not in text_of(view_of(mixed_types))


@every_picture
def test_every_track_can_be_explained(made: Callable[[], Picture]) -> None:
    """Engaged or not, threatening or not."""
    view = view_of(made)

    text = render(explanation(view, [track.id for track in view.picture.tracks]))

    assert text.count("WHY: ") == len(view.picture.tracks)


def test_an_explanation_holds_every_factor() -> None:
    """Assets with their probabilities, the window, the alternatives, the premises."""
    view = view_of(mixed_types)

    text = render(explanation(view, ["T1"]))

    for words in ("A2", "other assets, open country", "threat value", "window "):
        assert words in text
    for words in ("kills with", "averts", "price", "debris", "or ", "assumes: pk"):
        assert words in text
    assert "Gets through with" in text


def _with_availability(p_available: float) -> View:
    """One shot at one drone that is there in time with a given probability."""
    view = view_of(one_track_one_unit)
    line = view.plan.recommendations[0]
    pk = 0.6
    shot = replace(
        line.shot,
        salvo_size=2,
        p_available=p_available,
        pk_low=0.5 * p_available,
        pk_planned=pk * p_available,
        pk_high=0.7 * p_available,
        p_kill=p_available * (1.0 - (1.0 - pk) ** 2),
        p_needed=0.25,
        debris_meur=4.0,
    )
    stated = f"the shot exists in {p_available:.0%} of the expected courses"
    line = replace(line, shot=shot, firm=True, assumes=("pk 0.1 per round", stated))
    return replace(view, plan=replace(view.plan, recommendations=(line,)))


@pytest.mark.parametrize("p_available", [0.3, 0.7, 1.0])
def test_an_explained_kill_can_be_multiplied_out(p_available: float) -> None:
    """Its pk is that of a round that is fired; the availability stands beside it."""
    text = " ".join(
        render(explanation(_with_availability(p_available), ["T1"])).split()
    )

    found = re.search(
        r"kills with ([\d.]+)% = available ([\d.]+)% × "
        r"\(1 − \(1 − pk of a round ([\d.]+)%\)\^(\d)\)",
        text,
    )
    assert found is not None, text
    kill, available, pk = (float(each) / 100.0 for each in found.groups()[:3])
    assert pk == pytest.approx(0.6)
    again = available * (1.0 - (1.0 - pk) ** int(found[4]))
    assert again == pytest.approx(kill, abs=1e-3)
    assert "pk 0.60 per round if available, believed 0.50 to 0.70" in text
    assert "pk 0.1 " not in text
    remarks = text.count(f"exists in {p_available:.0%} of the expected courses")
    assert remarks == (1 if p_available < 0.8 else 0)


def test_explained_debris_counts_as_far_as_the_shot_is_needed() -> None:
    """A quarter of four million."""
    text = render(explanation(_with_availability(1.0), ["T1"]))

    assert "debris 1.00 as far as it is needed" in " ".join(text.split())


@pytest.mark.parametrize("width", [100, 160])
def test_a_firm_shot_that_may_not_be_there_is_marked(width: int) -> None:
    """Below a half, before its pk; the legend says what the mark means."""
    doubtful = text_of(replace(_with_availability(0.3), width=width))
    likely = text_of(replace(_with_availability(0.7), width=width))

    assert "~15–21%" in doubtful
    assert "35–49%" in likely
    assert "~35" not in likely
    assert "~: that chance is below a half" in " ".join(likely.split())


def test_the_legend_says_what_averts_and_price_are() -> None:
    """Both are of this shot alone, and its follow-ups may cover for it."""
    text = " ".join(text_of(view_of(mixed_types)).split())

    assert (
        "averts = added leaked damage if only this shot is dropped and its follow-ups "
        "stay (small where they would cover)"
    ) in text
    assert (
        "price = what its rounds and channel would earn elsewhere if it is fired"
    ) in text


def test_a_floor_plan_says_so_in_the_head() -> None:
    """And a deadline says what it does not cover."""
    view = view_of(mixed_types)
    floor = replace(view, plan=replace(view.plan, method="floor"), stopped_after_s=0.5)

    text = " ".join(text_of(floor).split())

    assert "greedy floor only: no time to improve" in text
    assert "which ends the search; compile, floor, explanation and check always" in text
    assert "greedy floor" not in text_of(view)


@pytest.mark.parametrize(
    ("measured_at_s", "said"),
    [(NOW_S - 90.0, "measured 1:30 ago"), (NOW_S + 90.0, "measured 1:30 after now")],
)
def test_an_explanation_says_on_which_side_of_now_a_track_was_measured(
    measured_at_s: float, said: str
) -> None:
    """In a word, not in a sign."""
    track = hostile("T1", measured_at_s=measured_at_s)
    picture = replace(one_track_one_unit(), tracks=(track,))
    view = View(plan(picture, PARAMS), picture, PARAMS, 160, SHOWN_ALL, SHOWN_ALL)

    assert said in render(explanation(view, ["T1"]))


def test_a_fallback_after_a_rejected_plan_is_an_alarm() -> None:
    """Whatever the method says after its first word, a floor is a floor."""
    view = view_of(mixed_types)
    method = "floor, better plan rejected"

    text = text_of(replace(view, plan=replace(view.plan, method=method)))

    text = " ".join(text.split())
    assert "greedy floor only: better plan rejected" in text
    assert "! The independent checker rejected the improved plan" in text
    assert "no time to improve" not in text
