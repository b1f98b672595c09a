"""What a person does at the console, by pointer or by keyboard."""

from typing import Protocol

from playwright.sync_api import JSHandle, Locator, Page, expect

HOLD_MS = 1_100
REPEATS_MS = 50
PATIENCE_MS = 30_000
MOST_TABS = 80
MOST_OPTIONS = 60

# A wait that is met ends as early as with any other time.
expect.set_options(timeout=PATIENCE_MS)

# The last of a hold is a frame of the page, which may be late.
IS_OVER = """button => !button.isConnected || button.disabled
    || button.querySelector('.hold-fill').style.transform === 'scaleX(0)'"""


class Hands(Protocol):
    """The same gestures by either means."""

    def press(self, target: Locator) -> None:
        """Press a button, once it can be pressed."""

    def hold(self, target: Locator) -> None:
        """Hold a button for as long as it asks for."""

    def write(self, target: Locator, text: str) -> None:
        """Write into a field in the place of what is there."""

    def choose(self, target: Locator, option: str) -> None:
        """Choose an option of a list by its value."""

    def open_first(self, page: Page) -> str:
        """Open the first line of the queue; returns its track."""

    def decide(self, page: Page, verdict: str) -> None:
        """Begin a decision on the open line, by the name of its button."""

    def go(self, page: Page, view: str, key: str) -> None:
        """Open a view."""

    def find(self, page: Page, track: str) -> None:
        """Search for a track, and look at it."""


class Pointer:
    """With a mouse, and nothing but a field's own text from the keyboard."""

    def press(self, target: Locator) -> None:
        """Click."""
        expect(target).to_be_enabled(timeout=PATIENCE_MS)
        target.click()

    def hold(self, target: Locator) -> None:
        """Press the button of the mouse, and let go later."""
        expect(target).to_be_enabled(timeout=PATIENCE_MS)
        target.hover()
        page, button = target.page, target.element_handle()
        page.mouse.down()
        page.wait_for_timeout(HOLD_MS)
        page.wait_for_function(IS_OVER, arg=button, timeout=PATIENCE_MS)
        page.mouse.up()

    def write(self, target: Locator, text: str) -> None:
        """Click into it and write."""
        target.fill(text)

    def choose(self, target: Locator, option: str) -> None:
        """Pick it from the list."""
        target.select_option(option)

    def open_first(self, page: Page) -> str:
        """Click on the first line."""
        first = lines(page).first
        expect(first).to_be_visible(timeout=PATIENCE_MS)
        track = first.get_attribute("data-track") or ""
        first.locator(".line-head").click()
        expect(page.locator(f'.line[data-track="{track}"] .why')).to_be_visible()
        return track

    def decide(self, page: Page, verdict: str) -> None:
        """Click on a verdict of the open line."""
        page.get_by_role("button", name=verdict).first.click()

    def go(self, page: Page, view: str, key: str) -> None:
        """Click on the rail."""
        del key
        page.locator(".rail").get_by_role("button", name=view).click()

    def find(self, page: Page, track: str) -> None:
        """Write into the search."""
        page.locator("#map-search").fill(track)
        expect(page.locator("#track-title")).to_have_text(track)


KEY_OF = {"Authorise…": "a", "Refuse…": "r", "Hold fire…": "h"}


class Keyboard:
    """With keys alone: Tab goes there, and is looked at, never told where to go."""

    def press(self, target: Locator) -> None:
        """Go there and press Enter."""
        expect(target).to_be_enabled(timeout=PATIENCE_MS)
        tab_to(target)
        target.page.keyboard.press("Enter")

    def hold(self, target: Locator) -> None:
        """Go there and hold Space."""
        expect(target).to_be_enabled(timeout=PATIENCE_MS)
        tab_to(target)
        hold_key(target.page, "Space")

    def write(self, target: Locator, text: str) -> None:
        """Go there, write over what is there."""
        tab_to(target)
        keyboard = target.page.keyboard
        keyboard.press("Control+a")
        keyboard.type(text)

    def choose(self, target: Locator, option: str) -> None:
        """Go there, and down until it is the one."""
        tab_to(target)
        keyboard = target.page.keyboard
        keyboard.press("Home")
        for _ in range(MOST_OPTIONS):
            if target.input_value() == option:
                return
            keyboard.press("ArrowDown")
        raise AssertionError(f"no option {option} within {MOST_OPTIONS} steps")

    def open_first(self, page: Page) -> str:
        """The key of the next recommendation."""
        expect(lines(page).first).to_be_visible(timeout=PATIENCE_MS)
        page.keyboard.press("j")
        opened = page.locator(".line.open")
        expect(opened.locator(".why")).to_be_visible()
        expect(opened.locator(".line-head")).to_be_focused()
        return opened.get_attribute("data-track") or ""

    def decide(self, page: Page, verdict: str) -> None:
        """The key of the verdict."""
        page.keyboard.press(KEY_OF[verdict])

    def go(self, page: Page, view: str, key: str) -> None:
        """The key of the view; it begins at the view."""
        page.keyboard.press(key)
        expect(page.locator("main")).to_be_focused()
        expect(page.locator(".rail [aria-current=page]")).to_contain_text(view)

    def find(self, page: Page, track: str) -> None:
        """The key of the search, the name, and Enter."""
        page.keyboard.press("/")
        page.keyboard.type(track)
        page.keyboard.press("Enter")
        expect(page.locator("#track-title")).to_have_text(track)
        expect(page.locator(".track-detail")).to_be_focused()


BY: dict[str, Hands] = {"pointer": Pointer(), "keyboard": Keyboard()}


def tab_to(target: Locator, *, most: int = MOST_TABS) -> int:
    """Press Tab until something has the focus, however often; returns how often.

    Raises :class:`AssertionError` if it is not reached.
    """
    page = target.page
    expect(target).to_be_visible(timeout=PATIENCE_MS)
    for tabs in range(most + 1):
        if target.evaluate("each => each === document.activeElement"):
            return tabs
        page.keyboard.press("Tab")
    raise AssertionError(f"{target} is not reached by {most} times Tab")


def hold_key(page: Page, key: str) -> None:
    """Hold a key on a button until that is done; it repeats, as a key does."""
    button: JSHandle = page.evaluate_handle("document.activeElement")
    for _ in range(HOLD_MS // REPEATS_MS):
        page.keyboard.down(key)
        page.wait_for_timeout(REPEATS_MS)
    page.wait_for_function(IS_OVER, arg=button, timeout=PATIENCE_MS)
    page.keyboard.up(key)


def lines(page: Page) -> Locator:
    """The lines of the queue that can be decided on."""
    return page.locator(".queue .line:not(.gone)")


def review(page: Page) -> Locator:
    """The dialogue of a decision."""
    return page.locator("dialog.review[open]")
