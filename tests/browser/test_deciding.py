"""Decisions at the console, in a real browser."""

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.gestures import (
    PATIENCE_MS,
    Hands,
    Keyboard,
    hold_key,
    lines,
    review,
    tab_to,
)
from tests.browser.raid import UNHURRIED, choice, spacious
from tests.consoles import Opener, consoles
from tests.desk_server import Served, committed, open_line, served
from zaslin.domain.decision import Verdict
from zaslin.domain.event import Controlled, Decided, Released
from zaslin.ops.policy import TwoPerson
from zaslin.ops.replan import ReplanParams


def decided(at: Served) -> list[Decided]:
    """Decisions of the journal."""
    events = [entry.event for entry in at.journal.entries()]
    return [event for event in events if isinstance(event, Decided)]


def test_a_shot_is_read_and_authorised_in_two_steps(
    at: Served, console: Opener, hands: Hands
) -> None:
    """The raid is seen, the reasons are read, and the second gesture decides."""
    page = console("secret-bondar").page
    track = hands.open_first(page)
    line = page.locator(f'.line[data-track="{track}"]')
    expect(line.locator(".why")).to_contain_text("If refused")
    hands.press(line.get_by_role("button", name="Authorise…"))
    expect(review(page)).to_contain_text("identified hostile, uncrewed")
    assert decided(at) == []

    hands.hold(review(page).get_by_role("button", name="Keep pressed to confirm"))
    expect(review(page)).to_contain_text("Decision entered: E1", timeout=PATIENCE_MS)
    expect(page.locator(".decided")).to_contain_text(track)
    (one,) = decided(at)
    assert one.decision.by == "bondar"
    assert one.decision.track == track


def test_letting_go_early_decides_nothing(
    at: Served, console: Opener, hands: Hands
) -> None:
    """A click is not a decision."""
    page = console("secret-bondar").page
    hands.open_first(page)
    hands.decide(page, "Authorise…")
    button = review(page).get_by_role("button", name="Keep pressed to confirm")
    hands.press(button)
    page.wait_for_timeout(500)
    expect(button).to_be_visible()
    assert decided(at) == []


def test_three_keys_decide(at: Served, console: Opener) -> None:
    """Next, authorise, hold Space: the dialogue begins at what it asks for."""
    page = console("secret-bondar").page
    expect(lines(page).first).to_be_visible(timeout=PATIENCE_MS)
    page.keyboard.press("j")
    page.keyboard.press("a")
    button = review(page).get_by_role("button", name="Keep pressed to confirm")
    expect(button).to_be_focused(timeout=PATIENCE_MS)
    hold_key(page, "Space")
    expect(review(page)).to_contain_text("Decision entered", timeout=PATIENCE_MS)
    assert [one.decision.verdict for one in decided(at)] == [Verdict.AUTHORISE]

    expect(review(page).get_by_role("button", name="Close")).to_be_focused()
    page.keyboard.press("Enter")
    expect(review(page)).to_have_count(0)
    expect(page.locator(".queue :focus")).to_have_count(1)


def test_a_review_that_is_let_go_gives_the_focus_back(
    at: Served, console: Opener
) -> None:
    """Escape leaves the dialogue where it was begun, and nothing is decided."""
    page = console("secret-bondar").page
    Keyboard().open_first(page)
    begin = page.locator(".line.open").get_by_role("button", name="Refuse…")
    Keyboard().press(begin)
    expect(review(page).get_by_label("State a reason")).to_be_focused()
    page.keyboard.press("Escape")
    expect(review(page)).to_have_count(0)
    expect(begin).to_be_focused()
    assert decided(at) == []


def test_arrows_go_through_the_queue_and_open_nothing(console: Opener) -> None:
    """The queue is one stop of Tab; Enter opens the line that the arrows chose."""
    page = console("secret-bondar").page
    expect(lines(page).nth(2)).to_be_visible(timeout=PATIENCE_MS)
    tab_to(lines(page).first.locator(".line-head"))
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(page.locator(".line.open")).to_have_count(0)
    expect(lines(page).nth(2).locator(".line-head")).to_be_focused()
    page.keyboard.press("Enter")
    expect(lines(page).nth(2)).to_have_class(re.compile("open"))


def test_a_refusal_has_a_reason(at: Served, console: Opener, hands: Hands) -> None:
    """Without one it does not go on; with one the pairing is forbidden."""
    page = console("secret-bondar").page
    hands.open_first(page)
    hands.decide(page, "Refuse…")
    onward = review(page).get_by_role("button", name="Next")
    expect(onward).to_be_disabled()
    hands.write(review(page).get_by_label("State a reason"), "crew reports fog")
    hands.press(onward)
    hands.hold(review(page).get_by_role("button", name="Keep pressed to confirm"))
    expect(review(page)).to_contain_text("Decision entered", timeout=PATIENCE_MS)
    (one,) = decided(at)
    assert (one.decision.verdict, one.decision.why) == (
        Verdict.REFUSE,
        "crew reports fog",
    )


# The quickest plan is unexplained; the explained one follows it.
EXPLAINED_SOON = ReplanParams(
    interval_s=2.0, shortest_s=0.0, decision_lead_s=2.0, same_shot_s=30.0, refresh_s=3.0
)


def test_an_alternative_can_be_taken_instead(
    browser: Browser, tmp_path: Path, hands: Hands
) -> None:
    """Amending authorises another unit's shot at the same track."""
    with (
        served(
            tmp_path, picture=choice(), params=UNHURRIED, replan=EXPLAINED_SOON
        ) as at,
        consoles(browser, at.url) as console,
    ):
        page = console("secret-bondar").page
        track = hands.open_first(page)
        amend = page.locator(f'.line[data-track="{track}"] .alternatives button').first
        expect(amend).to_be_visible(timeout=2 * PATIENCE_MS)
        hands.press(amend)
        reason = review(page).get_by_label("State a reason")
        hands.write(reason, "that crew is closer")
        hands.press(review(page).get_by_role("button", name="Next"))
        # It is no shot of the plan, and not held against one.
        expect(review(page).locator(".checks")).to_contain_text("the line that is")
        expect(review(page)).not_to_contain_text("when you chose it")
        hands.hold(review(page).get_by_role("button", name="Keep pressed to confirm"))
        expect(review(page)).to_contain_text("Decision entered", timeout=PATIENCE_MS)
        (one,) = decided(at)
        assert one.decision.verdict is Verdict.AMEND
        assert one.decision.amended is not None
        heading = review(page).get_by_role("heading").first
        expect(heading).to_contain_text(one.decision.amended.fire_unit)
        (entered,) = at.desk.board.situation.engagements.values()
        launch = datetime.fromtimestamp(entered.pin.launch_s, tz=UTC)
        expect(review(page)).to_contain_text(f"launch at {launch:%H:%M:%S}")


def signed_first(page: Page, hands: Hands) -> None:
    """Give the first of two signatures, which enters nothing yet."""
    hands.open_first(page)
    expect(page.locator(".line.open")).to_contain_text("second person needed")
    hands.decide(page, "Authorise…")
    hands.hold(review(page).get_by_role("button", name="Keep pressed to confirm"))
    expect(review(page)).to_contain_text("second person", timeout=PATIENCE_MS)


def test_two_people_sign_where_the_policy_asks(
    browser: Browser, tmp_path: Path, hands: Hands
) -> None:
    """The first signature only nominates; another person's console confirms it."""
    policy = TwoPerson(cost_meur=0.0)
    with (
        served(tmp_path, picture=spacious(), params=UNHURRIED, two_person=policy) as at,
        consoles(browser, at.url) as console,
    ):
        signed_first(console("secret-bondar").page, hands)
        assert decided(at) == []

        second = console("secret-marta").page
        hands.press(second.get_by_role("button", name="Confirm as second person"))
        hands.hold(review(second).get_by_role("button", name="Keep pressed to confirm"))
        expect(second.locator(".decided")).to_contain_text("bondar + marta")
        (one,) = decided(at)
        assert (one.decision.by, one.decision.confirmed_by) == ("bondar", "marta")


def test_a_first_signature_can_be_taken_back(
    browser: Browser, tmp_path: Path, hands: Hands
) -> None:
    """By the one who gave it, and then nobody can confirm it any more."""
    policy = TwoPerson(cost_meur=0.0)
    with (
        served(tmp_path, picture=spacious(), params=UNHURRIED, two_person=policy) as at,
        consoles(browser, at.url) as console,
    ):
        page = console("secret-bondar").page
        signed_first(page, hands)
        hands.press(review(page).get_by_role("button", name="Close"))
        waiting = page.locator(".waiting")
        hands.press(waiting.get_by_role("button", name="Take back"))
        expect(waiting).to_have_count(0, timeout=PATIENCE_MS)
        assert not at.desk.board.situation.nominated
        assert decided(at) == []


def test_a_key_pressed_once_more_does_not_act_on_the_next_row(
    browser: Browser, tmp_path: Path
) -> None:
    """What was taken back is gone with its button; the focus is on the list itself."""
    policy = TwoPerson(cost_meur=0.0)
    with (
        served(tmp_path, picture=spacious(), params=UNHURRIED, two_person=policy) as at,
        consoles(browser, at.url) as console,
    ):
        one = open_line(at)
        assert committed(at, "bondar", one).status_code in (201, 202)
        other = open_line(at, but=[one["track"]])
        assert committed(at, "bondar", other).status_code in (201, 202)
        page = console("secret-bondar").page
        waiting = page.locator(".waiting li")
        expect(waiting).to_have_count(2, timeout=PATIENCE_MS)
        tab_to(waiting.first.get_by_role("button", name="Take back"))
        page.keyboard.press("Enter")
        expect(waiting).to_have_count(1, timeout=PATIENCE_MS)
        expect(page.locator(".waiting ul")).to_be_focused()
        page.keyboard.press("Enter")
        page.wait_for_timeout(500)
        expect(waiting).to_have_count(1)
        assert tab_to(waiting.get_by_role("button", name="Take back")) == 1


def test_two_consoles_decide_the_same_shot_once(
    at: Served, console: Opener, hands: Hands
) -> None:
    """The slower one is told as soon as the faster one has."""
    slow = console("secret-marta").page
    track = hands.open_first(slow)
    hands.decide(slow, "Authorise…")
    button = review(slow).get_by_role("button", name="Keep pressed to confirm")
    expect(button).to_be_enabled(timeout=PATIENCE_MS)

    assert committed(at, "bondar", _line_of(at, track)).status_code == 201
    expect(review(slow)).to_contain_text("Somebody has decided it already")
    expect(button).to_be_disabled()
    assert [one.decision.by for one in decided(at)] == ["bondar"]


def test_of_two_consoles_at_the_same_moment_one_decides(
    at: Served, console: Opener, hands: Hands
) -> None:
    """The other one has not heard of it: the service says so."""
    slow = console("secret-marta").page
    track = hands.open_first(slow)

    def overtaken(route: Route) -> None:
        assert committed(at, "bondar", _line_of(at, track)).status_code == 201
        route.continue_()

    slow.route("**/decisions", overtaken)
    hands.decide(slow, "Authorise…")
    hands.hold(review(slow).get_by_role("button", name="Keep pressed to confirm"))
    expect(review(slow)).to_contain_text("Somebody has decided it already")
    assert [one.decision.by for one in decided(at)] == ["bondar"]


def _line_of(at: Served, track: str) -> dict[str, Any]:
    return open_line(at, but=[line for line in _tracks(at) if line != track])


def _tracks(at: Served) -> list[str]:
    plan = at("viewer").get("/desks/live/plan").json()
    return [line["track"] for line in plan["lines"]]


def test_a_line_that_has_moved_on_is_refused_in_words(
    at: Served, console: Opener, hands: Hands
) -> None:
    """A decision that comes too late says what happened, not a number."""
    page = console("secret-bondar").page

    def overtaken(route: Route) -> None:
        # Another person is faster by less than it takes a console to hear of it.
        held = at("chief").post("/desks/live/hold-all", key="hold-everything")
        assert held.status_code in (200, 201)
        route.continue_()

    page.route("**/decisions", overtaken)
    hands.open_first(page)
    hands.decide(page, "Authorise…")
    hands.hold(review(page).get_by_role("button", name="Keep pressed to confirm"))
    expect(review(page)).to_contain_text("Your decision was not entered")
    # The plan without any shot may be there before the decision, and then says more.
    expect(review(page)).to_contain_text(
        re.compile("cannot be carried out any more: weapons hold|WEAPONS HOLD is in")
    )
    expect(review(page)).not_to_contain_text("HTTP")
    assert decided(at) == []


def test_hold_all_is_one_action_from_every_view(at: Served, console: Opener) -> None:
    """No confirmation, no menu: weapons HOLD at once."""
    page = console("secret-bondar").page
    expect(lines(page).first).to_be_visible(timeout=PATIENCE_MS)
    for key in ("1", "2", "3", "5", "s"):
        page.keyboard.press(key)
        expect(page.get_by_role("button", name="HOLD ALL")).to_be_visible()
    page.get_by_role("button", name="HOLD ALL").click()
    _held_by(at, page, "bondar")


@pytest.mark.parametrize("key", ["1", "3", "7", "9"])
def test_hold_all_is_one_key_from_every_view(
    at: Served, console: Opener, key: str
) -> None:
    """Shift and H, wherever the focus is but in a text."""
    page = console("secret-bondar").page
    expect(lines(page).first).to_be_visible(timeout=PATIENCE_MS)
    page.keyboard.press(key)
    page.keyboard.press("Shift+H")
    _held_by(at, page, "bondar")


def test_hold_all_works_over_an_open_review(at: Served, console: Opener) -> None:
    """A dialogue does not stand in the way of it."""
    page = console("secret-bondar").page
    Keyboard().open_first(page)
    page.keyboard.press("a")
    expect(review(page)).to_contain_text("Keep pressed to confirm", timeout=PATIENCE_MS)
    page.keyboard.press("Shift+H")
    _held_by(at, page, "bondar")
    assert decided(at) == []


def _held_by(at: Served, page: Page, name: str) -> None:
    expect(page.locator(".wcs").first).to_have_text("WEAPONS HOLD", timeout=PATIENCE_MS)
    at.until(lambda each: each.situation.control.weapons_control == "hold")
    (held,) = (
        entry for entry in at.journal.entries() if isinstance(entry.event, Controlled)
    )
    assert held.by == name


def test_fire_is_held_on_a_track_and_the_hold_is_lifted(
    at: Served, console: Opener, hands: Hands
) -> None:
    """In the detail of the track: by name in the journal, out of the plan, and back."""
    page = console("secret-bondar").page
    track = hands.open_first(page)
    detail = page.locator(".track-detail")
    hands.hold(detail.get_by_role("button", name="hold fire"))
    expect(detail.locator("dl strong")).to_have_text("· hold fire", timeout=PATIENCE_MS)
    (one,) = decided(at)
    assert (one.decision.by, one.decision.verdict) == ("bondar", Verdict.HOLD)
    assert one.decision.track == track
    expect(page.locator(f'.line[data-track="{track}"]:not(.gone)')).to_have_count(
        0, timeout=PATIENCE_MS
    )

    hands.hold(detail.get_by_role("button", name="Lift the hold"))
    expect(detail.locator("dl strong")).to_have_count(0, timeout=PATIENCE_MS)
    at.until(lambda board: not board.situation.control.forbidden)
    last = list(at.journal.entries())
    assert [each.by for each in last if isinstance(each.event, Released)] == ["bondar"]


def test_a_hold_is_lifted_in_the_list_of_all(
    at: Served, console: Opener, hands: Hands
) -> None:
    """Control shows what is refused and held, with a button for each."""
    held = at("olena").post("/desks/live/tracks/T04/hold", {}, key="hold-T04-by-olena")
    assert held.status_code == 201
    page = console("secret-bondar").page
    expect(page.locator("#queue-title")).to_be_visible(timeout=PATIENCE_MS)
    hands.go(page, "Control", "7")
    entry = page.get_by_role("listitem").filter(has_text="T04 — hold fire")
    hands.hold(entry.get_by_role("button", name="Release"))
    expect(entry).to_have_count(0, timeout=PATIENCE_MS)
    assert not at.desk.board.situation.control.forbidden
