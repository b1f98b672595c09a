"""Decisions at the console, in a real browser."""

from pathlib import Path

from playwright.sync_api import Browser, expect

from tests.browser.gestures import (
    PATIENCE_MS,
    hold,
    hold_key,
    lines,
    open_first,
    review,
)
from tests.browser.raid import UNHURRIED, spacious
from tests.consoles import Opener, consoles
from tests.desk_server import Served, committed, open_line, served
from zaslin.domain.decision import Verdict
from zaslin.domain.event import Decided
from zaslin.ops.policy import TwoPerson
from zaslin.ops.replan import ReplanParams


def decided(at: Served) -> list[Decided]:
    """Decisions of the journal."""
    events = [entry.event for entry in at.journal.entries()]
    return [event for event in events if isinstance(event, Decided)]


def test_a_shot_is_read_and_authorised_in_two_steps(
    at: Served, console: Opener
) -> None:
    """The raid is seen, the reasons are read, and the second gesture decides."""
    page = console("secret-bondar").page
    track = open_first(page)
    line = page.locator(f'.line[data-track="{track}"]')
    expect(line.locator(".why")).to_contain_text("If refused")
    line.get_by_role("button", name="Authorise…").click()
    expect(review(page)).to_contain_text("identified hostile, uncrewed")
    assert decided(at) == []

    hold(review(page).get_by_role("button", name="Hold to confirm"))
    expect(review(page)).to_contain_text("Decision entered: E1", timeout=PATIENCE_MS)
    expect(page.locator(".decided")).to_contain_text(track)
    (one,) = decided(at)
    assert one.decision.by == "bondar"
    assert one.decision.track == track


def test_letting_go_early_decides_nothing(at: Served, console: Opener) -> None:
    """A click is not a decision."""
    page = console("secret-bondar").page
    open_first(page)
    page.get_by_role("button", name="Authorise…").first.click()
    button = review(page).get_by_role("button", name="Hold to confirm")
    expect(button).to_be_enabled(timeout=PATIENCE_MS)
    button.click()
    page.wait_for_timeout(500)
    expect(button).to_be_visible()
    assert decided(at) == []


def test_the_same_by_keyboard_alone(at: Served, console: Opener) -> None:
    """Next, authorise, hold Space: no pointer is needed."""
    page = console("secret-bondar").page
    expect(lines(page).first).to_be_visible(timeout=PATIENCE_MS)
    page.keyboard.press("j")
    page.keyboard.press("a")
    button = review(page).get_by_role("button", name="Hold to confirm")
    expect(button).to_be_enabled(timeout=PATIENCE_MS)
    button.focus()
    hold_key(page, "Space")
    expect(review(page)).to_contain_text("Decision entered", timeout=PATIENCE_MS)
    assert [one.decision.verdict for one in decided(at)] == [Verdict.AUTHORISE]


def test_a_refusal_has_a_reason(at: Served, console: Opener) -> None:
    """Without one it does not go on; with one the pairing is forbidden."""
    page = console("secret-bondar").page
    open_first(page)
    page.get_by_role("button", name="Refuse…").first.click()
    onward = review(page).get_by_role("button", name="Next")
    expect(onward).to_be_disabled()
    review(page).get_by_label("State a reason").fill("crew reports fog")
    onward.click()
    hold(review(page).get_by_role("button", name="Hold to confirm"))
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


def test_an_alternative_can_be_taken_instead(browser: Browser, tmp_path: Path) -> None:
    """Amending authorises another unit's shot at the same track."""
    with (
        served(
            tmp_path, picture=spacious(), params=UNHURRIED, replan=EXPLAINED_SOON
        ) as at,
        consoles(browser, at.url) as console,
    ):
        page = console("secret-bondar").page
        track = open_first(page)
        amend = page.locator(f'.line[data-track="{track}"] .alternatives button').first
        amend.click(timeout=2 * PATIENCE_MS)
        review(page).get_by_label("State a reason").fill("that crew is closer")
        review(page).get_by_role("button", name="Next").click()
        hold(review(page).get_by_role("button", name="Hold to confirm"))
        expect(review(page)).to_contain_text("Decision entered", timeout=PATIENCE_MS)
        (one,) = decided(at)
        assert one.decision.verdict is Verdict.AMEND


def test_two_people_sign_where_the_policy_asks(
    browser: Browser, tmp_path: Path
) -> None:
    """The first signature only nominates; another person's console confirms it."""
    policy = TwoPerson(cost_meur=0.0)
    with (
        served(tmp_path, picture=spacious(), params=UNHURRIED, two_person=policy) as at,
        consoles(browser, at.url) as console,
    ):
        first = console("secret-bondar").page
        open_first(first)
        expect(first.locator(".line.open")).to_contain_text("second person needed")
        first.get_by_role("button", name="Authorise…").first.click()
        hold(review(first).get_by_role("button", name="Hold to confirm"))
        expect(review(first)).to_contain_text("second person", timeout=PATIENCE_MS)
        assert decided(at) == []

        second = console("secret-marta").page
        second.get_by_role("button", name="Confirm as second person").click(
            timeout=PATIENCE_MS
        )
        hold(review(second).get_by_role("button", name="Hold to confirm"))
        expect(second.locator(".decided")).to_contain_text("bondar + marta")
        (one,) = decided(at)
        assert (one.decision.by, one.decision.confirmed_by) == ("bondar", "marta")


def test_two_consoles_decide_the_same_shot_once(at: Served, console: Opener) -> None:
    """The slower one is told who was faster."""
    slow = console("secret-marta").page
    track = open_first(slow)
    slow.get_by_role("button", name="Authorise…").first.click()
    button = review(slow).get_by_role("button", name="Hold to confirm")
    expect(button).to_be_enabled(timeout=PATIENCE_MS)

    others = [line for line in _tracks(at) if line != track]
    assert committed(at, "bondar", open_line(at, but=others)).status_code == 201
    hold(button)
    expect(review(slow)).to_contain_text("Somebody has decided it already")
    assert [one.decision.by for one in decided(at)] == ["bondar"]


def _tracks(at: Served) -> list[str]:
    plan = at("viewer").get("/desks/live/plan").json()
    return [line["track"] for line in plan["lines"]]


def test_a_line_that_has_moved_on_is_refused_in_words(
    at: Served, console: Opener
) -> None:
    """A token of an old preparation says what happened, not a number."""
    page = console("secret-bondar").page
    open_first(page)
    page.get_by_role("button", name="Authorise…").first.click()
    button = review(page).get_by_role("button", name="Hold to confirm")
    expect(button).to_be_enabled(timeout=PATIENCE_MS)
    held = at("chief").post("/desks/live/hold-all", key="hold-everything")
    assert held.status_code in (200, 201)
    hold(button)
    expect(review(page).get_by_role("alert")).to_be_visible(timeout=PATIENCE_MS)
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
    expect(page.locator(".wcs").first).to_have_text("WEAPONS HOLD", timeout=PATIENCE_MS)
    board = at.until(lambda each: each.situation.control.weapons_control == "hold")
    assert board.situation.control.weapons_control == "hold"
