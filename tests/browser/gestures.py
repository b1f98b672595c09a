"""What a person does at the console, by pointer or by keyboard."""

from playwright.sync_api import Locator, Page, expect

HOLD_MS = 1_100
PATIENCE_MS = 15_000


def hold(button: Locator) -> None:
    """Hold a button for as long as it asks for."""
    expect(button).to_be_enabled(timeout=PATIENCE_MS)
    button.hover()
    page = button.page
    page.mouse.down()
    page.wait_for_timeout(HOLD_MS)
    page.mouse.up()


def hold_key(page: Page, key: str) -> None:
    """Hold a key for as long as a button asks for."""
    page.keyboard.down(key)
    page.wait_for_timeout(HOLD_MS)
    page.keyboard.up(key)


def lines(page: Page) -> Locator:
    """The lines of the queue that can be decided on."""
    return page.locator(".queue .line:not(.gone)")


def open_first(page: Page) -> str:
    """Open the first line of the queue; returns its track."""
    first = lines(page).first
    expect(first).to_be_visible(timeout=PATIENCE_MS)
    track = first.get_attribute("data-track") or ""
    first.locator(".line-head").click()
    expect(page.locator(f'.line[data-track="{track}"] .why')).to_be_visible()
    return track


def review(page: Page) -> Locator:
    """The dialogue of a decision."""
    return page.locator("dialog.review[open]")
