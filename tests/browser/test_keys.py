"""Keys of the page: which line they are about, in which layout, and over a review."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.gestures import PATIENCE_MS, lines, review
from tests.consoles import Opener
from tests.desk_server import Served


def held_by_all(at: Served) -> bool:
    """Whether weapons are on HOLD."""
    return bool(at.desk.board.situation.control.weapons_control == "hold")


def ready(opener: Opener) -> Page:
    """A console with a plan, in front of somebody who may decide."""
    page = opener("secret-bondar").page
    expect(lines(page).nth(1)).to_be_visible(timeout=PATIENCE_MS)
    return page


def test_a_key_is_about_the_line_that_has_the_focus(console: Opener) -> None:
    """Arrows open nothing; what is authorised is what they went to."""
    page = ready(console)
    page.keyboard.press("j")
    page.keyboard.press("ArrowDown")
    track = page.evaluate("document.activeElement.closest('.line').dataset.track")
    assert track != lines(page).first.get_attribute("data-track")
    page.keyboard.press("a")
    expect(review(page).get_by_role("heading").first).to_contain_text(track)


def test_a_key_that_can_do_nothing_says_why(at: Served, console: Opener) -> None:
    """No line is chosen, or the one that was has left the plan."""
    page = ready(console)
    remark = page.locator(".queue .remark")
    page.keyboard.press("a")
    expect(remark).to_contain_text("Choose a line first")

    page.keyboard.press("j")
    track = page.evaluate("document.activeElement.closest('.line').dataset.track")
    held = at("marta").post(f"/desks/live/tracks/{track}/hold", {}, key="hold-by-marta")
    assert held.status_code == 201
    gone = page.locator(f'.line.gone[data-track="{track}"]')
    expect(gone).to_be_visible(timeout=PATIENCE_MS)
    gone.locator(".line-head").focus()
    page.keyboard.press("a")
    expect(remark).to_contain_text("decided on already")
    expect(page.locator("dialog.review[open]")).to_have_count(0)


def test_a_key_that_can_do_nothing_says_why_on_every_view(console: Opener) -> None:
    """Keys decide there too."""
    page = ready(console)
    page.keyboard.press("7")
    expect(page.get_by_role("heading", name="Control")).to_be_visible()
    page.keyboard.press("a")
    expect(page.locator(".remark")).to_contain_text("Choose a line first")


@pytest.mark.parametrize("key", ["H", "Р"], ids=["latin", "ukrainian"])
def test_hold_all_works_in_any_layout(at: Served, console: Opener, key: str) -> None:
    """A Ukrainian layout writes another letter at the same place."""
    page = ready(console)
    page.evaluate(
        "key => window.dispatchEvent(new KeyboardEvent("
        "'keydown', {key, code: 'KeyH', shiftKey: true, bubbles: true}))",
        key,
    )
    at.until(lambda board: board.situation.control.weapons_control == "hold")


def test_hold_all_that_is_held_down_is_said_once(at: Served, console: Opener) -> None:
    """A key that repeats would fill the journal."""
    page = ready(console)
    page.keyboard.down("Shift")
    for _ in range(10):
        page.keyboard.down("H")
    page.keyboard.up("H")
    page.keyboard.up("Shift")
    at.until(lambda board: board.situation.control.weapons_control == "hold")
    page.wait_for_timeout(500)
    said = [entry for entry in at.journal.entries() if entry.by == "bondar"]
    assert len(said) == 1


def test_hold_all_is_at_hand_while_a_reason_is_written(
    at: Served, console: Opener
) -> None:
    """There the letter is a letter, and the button is in the dialogue."""
    page = ready(console)
    page.keyboard.press("j")
    page.keyboard.press("r")
    expect(review(page).get_by_label("State a reason")).to_be_focused()
    page.keyboard.press("Shift+H")
    assert not held_by_all(at)
    review(page).get_by_role("button", name="HOLD ALL").click()
    at.until(lambda board: board.situation.control.weapons_control == "hold")
