"""What a new plan changed is said in the queue: line by line, and in one sentence."""

import re

from playwright.sync_api import Page, expect

from tests.browser.gestures import PATIENCE_MS, lines, tab_to
from tests.consoles import Opener
from tests.desk_server import Served, urge
from tests.pictures import hostile
from zaslin.wire.moment import written

SOME_S = 12_000


def order(page: Page) -> list[str]:
    """Tracks of the queue from top to bottom, gone or not."""
    found: list[str] = page.locator(".queue .line").evaluate_all(
        "(all) => all.map((each) => each.dataset.track)"
    )
    return found


def one_more(at: Served) -> None:
    """Another missile comes, nearer than all others."""
    new = hostile("T99", east_m=500.0, north_m=40_000.0)
    at.radar.tracks = {**at.radar.tracks, new.id: new}
    at.until(lambda board: new.id in board.situation.tracks)
    at.desk.submit(urge)


def test_a_new_line_says_so_for_some_seconds(at: Served, console: Opener) -> None:
    """By sign and words, and in one sentence that is read out."""
    page = console("secret-bondar").page
    expect(lines(page).nth(3)).to_be_visible(timeout=PATIENCE_MS)
    expect(page.locator(".mark.news")).to_have_count(0)
    one_more(at)
    new = page.locator('.line[data-track="T99"]')
    expect(new).to_contain_text("+ new", timeout=2 * PATIENCE_MS)
    said = page.locator(".plan-change")
    expect(said).to_have_attribute("role", "status")
    expect(said).to_have_text(re.compile(r"Plan changed: .*\d new"))
    expect(new).not_to_contain_text("+ new", timeout=SOME_S)
    expect(said).to_have_text("", timeout=2 * SOME_S)


def test_nothing_moves_under_the_focus_when_the_plan_changes(
    at: Served, console: Opener
) -> None:
    """What is new comes at the end, however urgent, until the queue is let go."""
    page = console("secret-bondar").page
    expect(lines(page).nth(3)).to_be_visible(timeout=PATIENCE_MS)
    # Whatever becomes of it: it may leave the plan, and stays where it is.
    head = page.locator(".queue .line").nth(0).locator(".line-head")
    tab_to(head)
    before = order(page)
    one_more(at)
    expect(page.locator('.line[data-track="T99"]')).to_be_visible(
        timeout=2 * PATIENCE_MS
    )
    after = order(page)
    assert after[: len(before)] == before
    assert "T99" in after[len(before) :]
    expect(head).to_be_focused()


def test_a_lost_unit_says_what_became_of_its_lines(at: Served, console: Opener) -> None:
    """Other units take over where they can; what has left is struck through."""
    page = console("secret-bondar").page
    expect(lines(page).nth(3)).to_be_visible(timeout=PATIENCE_MS)
    readiness = at("chief").put("/desks/live/fire-units/U1", {"channels": 0})
    assert readiness.status_code == 200
    said = page.locator(".plan-change")
    expect(said).to_contain_text("Plan changed:", timeout=2 * PATIENCE_MS)
    changed = page.locator(".queue .line").filter(has_text="other unit, was U1")
    left = page.locator(".queue .line.gone").filter(has_text="left the plan")
    expect(changed.or_(left).first).to_be_visible()


def test_a_track_that_vanishes_leaves_its_line_struck_through(
    at: Served, console: Opener
) -> None:
    """For some seconds, in its place; then the list closes."""
    page = console("secret-bondar").page
    expect(lines(page).nth(3)).to_be_visible(timeout=PATIENCE_MS)
    track = page.locator(".queue .line").nth(1).get_attribute("data-track") or ""
    declared = at("olena").post(
        f"/desks/live/tracks/{track}/identification",
        {
            "identity": "friend",
            "method": "positive",
            "evidence": "voice contact",
            "expires": _soon(at),
        },
        key="declared-friend-by-olena",
    )
    assert declared.status_code in (200, 201), declared.text
    line = page.locator(f'.line.gone[data-track="{track}"]')
    expect(line).to_contain_text("✕ left the plan", timeout=2 * PATIENCE_MS)
    assert order(page)[1] == track
    expect(page.locator(".plan-change")).to_have_text(
        re.compile(r"Plan changed: .*\d gone")
    )
    expect(line).to_have_count(0, timeout=SOME_S)


def test_what_people_decided_is_no_change_of_the_plan(
    at: Served, console: Opener
) -> None:
    """The line of a decision is told apart from one that the plan dropped."""
    page = console("secret-bondar").page
    expect(lines(page).nth(3)).to_be_visible(timeout=PATIENCE_MS)
    first = lines(page).first
    track = first.get_attribute("data-track")
    tab_to(first.locator(".line-head"))
    held = at("marta").post(f"/desks/live/tracks/{track}/hold", {}, key="hold-by-marta")
    assert held.status_code == 201
    line = page.locator(f'.line.gone[data-track="{track}"]')
    expect(line).to_contain_text("✓ decided", timeout=PATIENCE_MS)


def _soon(at: Served) -> str:
    return written(at.desk.clock.now_s() + 600.0)
