"""What was read counts only as long as it may: password, time, and the advice."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.gestures import (
    HOLD_MS,
    PATIENCE_MS,
    Hands,
    Keyboard,
    Pointer,
    lines,
    review,
    tab_to,
)
from tests.browser.raid import UNHURRIED, duel, spacious
from tests.consoles import Opener
from tests.desk_server import PATIENCE_S, SOON, Served, served, urge
from zaslin.domain.picture import Picture
from zaslin.wire.moment import written

# A hold counts the frames of the page: without one it lasts.
STALL = """() => {
    const held = new Map();
    const { requestAnimationFrame: ask, cancelAnimationFrame: cancel } = window;
    window.requestAnimationFrame = (done) => {
        held.set(-held.size - 1, done);
        return -held.size;
    };
    window.cancelAnimationFrame = (id) => (held.delete(id) ? undefined : cancel(id));
    window.goOn = () => {
        window.requestAnimationFrame = ask;
        window.cancelAnimationFrame = cancel;
        for (const done of held.values()) done(performance.now());
    };
}"""

FRESH = replace(SOON, refresh_s=0.2)
"""A plan that asks for the same is shown as well, for the figures that it has."""


@pytest.fixture
def picture() -> Picture:
    """A raid that leaves people the time to read."""
    return spacious()


@pytest.fixture
def at(tmp_path: Path, picture: Picture) -> Iterator[Served]:
    """A service on the picture."""
    with served(tmp_path, picture=picture, params=UNHURRIED, replan=FRESH) as made:
        yield made


on_a_duel = pytest.mark.parametrize("picture", [duel()], ids=["duel"])


def begin(page: Page, hands: Hands) -> None:
    """Open the first line, and the review of its authorisation."""
    hands.open_first(page)
    hands.decide(page, "Authorise…")


def test_the_password_is_given_on_the_way_and_enters_nothing(
    at: Served, console: Opener, hands: Hands
) -> None:
    """It comes first, so that the line is read once; only the hold decides."""
    page = console("secret-tired", clean=False).page
    expect(lines(page).first).to_be_visible(timeout=PATIENCE_MS)

    def given(route: Route) -> None:
        known = dict(at.people.by_secret)
        # Streams that were opened before go on.
        known["before"] = known["secret-tired"]
        known["secret-tired"] = replace(known["before"], stepped_up=True)
        at.people.by_secret = known
        route.fulfill(json={})

    page.route("**/session/step-up", given)
    begin(page, hands)
    expect(review(page).locator(".checks")).to_have_count(0)
    hands.write(review(page).get_by_label("Password once more"), "the password")
    page.keyboard.press("Enter")
    expect(review(page)).to_contain_text("nothing has been entered yet")
    assert at.desk.board.situation.engagements == {}
    hands.hold(review(page).get_by_role("button", name="Keep pressed to confirm"))
    expect(review(page)).to_contain_text("Decision entered", timeout=PATIENCE_MS)


def test_a_password_that_lapsed_meanwhile_is_asked_for_after_the_hold(
    at: Served, console: Opener, hands: Hands
) -> None:
    """The console thought that it held still; the service decides."""

    def hopeful(route: Route) -> None:
        answer = route.fetch()
        later = {"stepped_up_until": "2100-01-01T00:00:00.000Z"}
        route.fulfill(response=answer, json={**answer.json(), **later})

    page = console("secret-tired", clean=False).page
    page.route("**/session", hopeful)
    page.reload()
    expect(lines(page).first).to_be_visible(timeout=PATIENCE_MS)
    begin(page, hands)
    hands.hold(review(page).get_by_role("button", name="Keep pressed to confirm"))
    expect(review(page).get_by_label("Password once more")).to_be_focused()
    assert at.desk.board.situation.engagements == {}


def test_a_review_whose_time_is_over_is_read_anew(
    at: Served, console: Opener, hands: Hands
) -> None:
    """It does not stand there with its checks as if it still counted."""
    page = console("secret-bondar").page

    def hurried(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, json={**answer.json(), "valid_s": 1.0})

    page.route("**/decisions/preparations", hurried)
    begin(page, hands)
    expect(review(page)).to_contain_text("The time to confirm has passed")
    expect(review(page).locator(".checks")).to_have_count(0)
    page.unroute("**/decisions/preparations")
    hands.press(review(page).get_by_role("button", name="Read it anew"))
    hands.hold(review(page).get_by_role("button", name="Keep pressed to confirm"))
    expect(review(page)).to_contain_text("Decision entered", timeout=PATIENCE_MS)
    assert len(at.desk.board.situation.engagements) == 1


def test_a_review_goes_with_the_advice_it_is_of(at: Served, console: Opener) -> None:
    """Without a plan that anybody stands for there is nothing to confirm."""
    page = console("secret-bondar").page
    begin(page, Pointer())
    expect(review(page).locator(".checks")).to_be_visible(timeout=PATIENCE_MS)
    at.workers.close()
    at.desk.submit(urge).result(PATIENCE_S)
    expect(review(page)).to_contain_text("the advice was removed", timeout=PATIENCE_MS)
    expect(review(page).locator(".checks")).to_have_count(0)
    assert at.desk.board.situation.engagements == {}


def worsen(at: Served) -> None:
    """The track is rather a decoy: a shot at it averts less than half as much."""
    at.radar.tracks = {
        name: replace(track, p_decoy=1.0 - 0.4 * (1.0 - track.p_decoy))
        for name, track in at.radar.tracks.items()
    }
    at.until(
        lambda board: min(t.p_decoy for t in board.situation.tracks.values()) > 0.5
    )
    at.desk.submit(urge)


@on_a_duel
def test_a_shot_that_gets_worse_while_it_is_read_says_so(
    at: Served, console: Opener, hands: Hands
) -> None:
    """The plan may go on asking for it; whoever chose it had more to hope for."""
    page = console("secret-bondar").page
    begin(page, hands)
    confirm = review(page).get_by_role("button", name="Keep pressed to confirm")
    expect(review(page)).to_contain_text("About as good as when you chose it")
    hold_all = review(page).get_by_role("button", name="HOLD ALL")
    tab_to(hold_all)
    worsen(at)
    worse = review(page).locator(".worse")
    expect(worse.get_by_role("alert")).to_contain_text("Worse than when you chose it")
    expect(worse).to_contain_text(re.compile(r"then: .*averts .*; now: .*averts "))
    # Whoever is about to hold all is not taken away from it.
    expect(hold_all).to_be_focused()
    hands.hold(confirm)
    expect(review(page)).to_contain_text("Decision entered", timeout=PATIENCE_MS)


@on_a_duel
@pytest.mark.parametrize("by", ["pointer", "keyboard"])
def test_what_was_being_held_as_it_became_worse_confirms_nothing(
    at: Served, console: Opener, by: str
) -> None:
    """Nobody can have read it; a press that begins after that counts."""
    page = console("secret-bondar").page
    begin(page, Pointer())
    confirm = review(page).get_by_role("button", name="Keep pressed to confirm")
    expect(confirm).to_be_focused(timeout=PATIENCE_MS)
    page.evaluate(STALL)
    if by == "pointer":
        confirm.hover()
        page.mouse.down()
    else:
        page.keyboard.down("Space")
    worsen(at)
    expect(review(page).locator(".worse")).to_be_visible(timeout=PATIENCE_MS)
    page.evaluate("() => window.goOn()")
    page.wait_for_timeout(HOLD_MS)
    assert at.desk.board.situation.engagements == {}
    expect(confirm).to_be_visible()
    if by == "pointer":
        page.mouse.up()
    else:
        page.keyboard.up("Space")
    Keyboard().hold(confirm)
    expect(review(page)).to_contain_text("Decision entered", timeout=PATIENCE_MS)


def test_a_line_that_began_again_is_prepared_anew_while_it_is_read(
    at: Served, console: Opener, hands: Hands
) -> None:
    """Its launch has moved on with the clock: nobody has to read it twice for that."""
    page = console("secret-bondar").page
    asked: list[int] = []

    def begun_again(route: Route) -> None:
        answer = route.fetch()
        document = answer.json()
        asked.append(document["review"]["seen_revision"])
        if len(asked) == 1:
            document["review"]["seen_revision"] = -1
        route.fulfill(response=answer, json=document)

    page.route("**/decisions/preparations", begun_again)
    begin(page, hands)
    confirm = review(page).get_by_role("button", name="Keep pressed to confirm")
    expect(confirm).to_be_visible(timeout=PATIENCE_MS)
    while len(asked) < 2:
        page.wait_for_timeout(50)
    hands.hold(confirm)
    expect(review(page)).to_contain_text("Decision entered", timeout=PATIENCE_MS)
    assert len(at.desk.board.situation.engagements) == 1


def test_a_review_says_what_the_queue_behind_it_says(
    at: Served, console: Opener
) -> None:
    """While it is read the plan goes on: what is read is what would be entered."""
    page = console("secret-bondar").page
    begin(page, Pointer())
    facts = review(page).locator(".review-facts")
    expect(facts).to_be_visible(timeout=PATIENCE_MS)
    launch = re.compile(r"planned launch\s*(\d\d:\d\d:\d\d)")
    first = launch.search(facts.inner_text())
    assert first is not None
    page.wait_for_timeout(2_000)
    at.desk.submit(urge)
    expect(facts).not_to_contain_text(first[1], timeout=PATIENCE_MS)
    both = page.evaluate(
        "() => ['.review-facts', '.line.open .line-head'].map("
        "(each) => document.querySelector(each).innerText)"
    )
    for figures in (launch, re.compile(r"averts\s*([\d.]+)")):
        here, behind = (figures.search(each) for each in both)
        assert here is not None
        assert behind is not None
        assert here[1] == behind[1]
    assert at.desk.board.situation.engagements == {}


def moved_on(page: Page) -> None:
    """Every decision comes too late for its plan."""
    problem = {"status": 409, "code": "plan_moved_on", "detail": "moved on"}

    def late(route: Route) -> None:
        route.fulfill(status=409, json=problem, content_type="application/problem+json")

    page.route("**/decisions", late)


def test_a_line_that_stands_with_another_launch_can_be_read_anew(
    at: Served, console: Opener, hands: Hands
) -> None:
    """It says what it is now, and leads there."""
    page = console("secret-bondar").page
    moved_on(page)
    begin(page, hands)
    hands.hold(review(page).get_by_role("button", name="Keep pressed to confirm"))
    expect(review(page)).to_contain_text("the launch is at", timeout=PATIENCE_MS)
    page.unroute("**/decisions")
    hands.press(review(page).get_by_role("button", name="Read it anew"))
    hands.hold(review(page).get_by_role("button", name="Keep pressed to confirm"))
    expect(review(page)).to_contain_text("Decision entered", timeout=PATIENCE_MS)
    assert len(at.desk.board.situation.engagements) == 1


def test_of_a_line_that_has_gone_nothing_is_offered_to_be_read(
    at: Served, console: Opener, hands: Hands
) -> None:
    """It says that it has gone, as soon as it has: there is nothing to hold for."""
    page = console("secret-bondar").page
    track = hands.open_first(page)
    hands.decide(page, "Authorise…")
    confirm = review(page).get_by_role("button", name="Keep pressed to confirm")
    expect(confirm).to_be_visible(timeout=PATIENCE_MS)
    declared = at("olena").post(
        f"/desks/live/tracks/{track}/identification",
        {
            "identity": "friend",
            "method": "positive",
            "evidence": "voice contact",
            "expires": written(at.desk.clock.now_s() + 600.0),
        },
        key="declared-friend-by-olena",
    )
    assert declared.status_code in (200, 201), declared.text
    expect(review(page)).to_contain_text("has left the plan", timeout=PATIENCE_MS)
    expect(confirm).to_be_disabled()
    # Nothing that was checked is true of it any more.
    expect(review(page).locator(".checks")).to_be_hidden()
    expect(review(page).locator(".review-facts")).to_be_hidden()
    expect(review(page).get_by_role("button", name="Read it anew")).to_have_count(0)


def test_a_button_that_is_only_clicked_says_that_it_is_to_be_held(
    at: Served, console: Opener
) -> None:
    """And decides nothing."""
    page = console("secret-bondar").page
    begin(page, Pointer())
    review(page).get_by_role("button", name="Keep pressed to confirm").click()
    expect(review(page).locator(".hold-text")).to_contain_text("pressed for 0.8 s")
    assert at.desk.board.situation.engagements == {}
