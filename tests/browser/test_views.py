"""Every view of the console: there, clean, readable, and reached by its key."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.gestures import PATIENCE_MS, Hands, lines
from tests.consoles import Opener
from tests.desk_server import Served

AXE = Path(__file__).parents[2] / "src/console/node_modules/axe-core/axe.min.js"
VIEWS = {
    "1": "Engagement queue",
    "2": "Not engaged",
    "3": "Magazines",
    "4": "Windows",
    "5": "Summary",
    "6": "Scores",
    "7": "Control",
    "8": "What if",
    "9": "Journal",
    "p": "Replay",
    "t": "Training",
    "s": "Settings",
}

HAND_PX = 12.0
"""A button that moves by less is where it was, for a hand."""
SAY_MUCH = """([words, reasons, figures]) => {
    const small = document.createElement('small');
    small.textContent = reasons;
    document.querySelector('.state-word').replaceChildren(words, small);
    document.querySelector('.plan-figures small').textContent = figures;
    const { x, y } = document.querySelector('.top .hold-all').getBoundingClientRect();
    return { x, y };
}"""


def ready(page: Page) -> None:
    """The console has a plan."""
    expect(lines(page).first).to_be_visible(timeout=PATIENCE_MS)


@pytest.mark.parametrize("palette", ["dark", "dim", "day"])
def test_no_view_has_a_serious_fault_of_access(console: Opener, palette: str) -> None:
    """Axe finds nothing serious or critical, contrast included, in any palette."""
    page = console("secret-chief", palette=palette).page
    ready(page)
    page.evaluate(AXE.read_text(encoding="utf-8"))
    for key, title in VIEWS.items():
        page.keyboard.press(key)
        expect(page.get_by_role("heading", name=title).first).to_be_visible()
        page.wait_for_timeout(400)
        found = page.evaluate(
            "axe.run(document, {resultTypes: ['violations']})"
            ".then((result) => result.violations)"
        )
        grave = [
            (each["id"], [node["html"][:160] for node in each["nodes"]][:3])
            for each in found
            if each["impact"] in ("serious", "critical")
        ]
        assert grave == [], f"{title}: {json.dumps(grave, indent=1)}"


def test_axe_would_find_a_button_without_a_name(console: Opener) -> None:
    """The test above can fail."""
    page = console("secret-chief", clean=False).page
    ready(page)
    page.evaluate(AXE.read_text(encoding="utf-8"))
    page.evaluate(
        "document.querySelector('main').append(document.createElement('button'))"
    )
    found = page.evaluate("axe.run(document).then((result) => result.violations)")
    assert "button-name" in {each["id"] for each in found}


def test_language_and_palette_change_at_once_and_are_kept(
    console: Opener, hands: Hands
) -> None:
    """Ukrainian and English, dark, dim and day; the next visit begins as this ended."""
    page = console("secret-chief", language="uk").page
    expect(page.locator("#queue-title")).to_have_text("Черга рішень")
    hands.go(page, "Налаштування", "s")
    hands.press(page.get_by_role("button", name="English"))
    hands.press(page.get_by_role("button", name="day", exact=True))
    expect(page.get_by_role("heading", name="Settings")).to_be_visible()
    expect(page.locator("html")).to_have_attribute("data-palette", "day")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.reload()
    expect(page.locator("#queue-title")).to_have_text("Engagement queue")
    expect(page.locator("html")).to_have_attribute("data-palette", "day")


def test_what_if_says_what_would_be_and_changes_nothing(
    at: Served, console: Opener, hands: Hands
) -> None:
    """A lost unit makes the plan worse on paper; the desk stays as it is."""
    page = console("secret-planner").page
    ready(page)
    entries = at.desk.board.situation.control
    hands.go(page, "What if", "8")
    hands.choose(page.get_by_label("lost units"), "U1")
    run = page.get_by_role("button", name="Work it out")
    hands.press(run)
    expect(page.get_by_text("Worse by")).to_be_visible(timeout=PATIENCE_MS)
    expect(run).to_be_focused()
    assert at.desk.board.situation.control == entries
    assert len(at.desk.board.situation.fire_units) == 4


def test_the_focus_is_seen_wherever_it_is(console: Opener) -> None:
    """Tab goes through the page, and each stop has an outline."""
    page = console("secret-chief").page
    ready(page)
    for key in ("1", "7"):
        page.keyboard.press(key)
        stops = set()
        for _ in range(40):
            page.keyboard.press("Tab")
            stop, outline = page.evaluate(
                "() => { const each = document.activeElement;"
                " return [each.outerHTML.slice(0, 80),"
                " each === document.body ? 'the page' : getComputedStyle(each).outline]"
                " }"
            )
            assert "none" not in outline, stop
            stops.add(stop)
        assert len(stops) > 15


def test_the_journal_is_shown_with_its_verification(
    at: Served, console: Opener
) -> None:
    """Who did what, and that the journal goes on from what this console holds."""
    page = console("secret-auditor").page
    expect(page.locator("#queue-title")).to_be_visible(timeout=PATIENCE_MS)
    at("chief").post("/desks/live/hold-all", key="held-for-the-journal")
    page.keyboard.press("9")
    expect(page.locator("table")).to_contain_text("chief", timeout=PATIENCE_MS)


def test_the_journal_goes_on_to_older_entries(console: Opener, hands: Hands) -> None:
    """The service looks at so many at a time: none among them does not mean none."""
    page = console("secret-auditor").page
    line = {
        "number": 7,
        "at": "2025-09-06T23:00:00Z",
        "by": "marta",
        "kind": "resupplied",
        "about": {"fire_unit": "U1"},
    }

    def answer(route: Route) -> None:
        older = "before=100" in route.request.url
        lines, following = ([line], None) if older else ([], 100)
        route.fulfill(json={"desk": "live", "lines": lines, "next": following})

    page.route("**/audit?*", answer)
    expect(page.locator("#queue-title")).to_be_visible(timeout=PATIENCE_MS)
    hands.go(page, "Journal", "9")
    expect(page.get_by_text("None among the entries looked at")).to_be_visible()
    hands.press(page.get_by_role("button", name="Older"))
    expect(page.locator("table")).to_contain_text("marta")
    expect(page.get_by_role("button", name="Older")).to_be_disabled()
    hands.press(page.get_by_role("button", name="The latest"))
    expect(page.get_by_text("None among the entries looked at")).to_be_visible()


def test_the_key_map_shows_every_key(console: Opener) -> None:
    """A question mark shows the keys that are in force."""
    page = console("secret-chief").page
    ready(page)
    page.keyboard.press("?")
    sheet = page.locator("dialog[open]")
    expect(sheet).to_contain_text("Hold all")
    for key in VIEWS:
        expect(sheet.locator("kbd", has_text=key).first).to_be_visible()


@pytest.mark.parametrize("language", ["uk", "en"])
def test_the_main_job_fits_a_small_screen(console: Opener, language: str) -> None:
    """At 1280 by 720 queue, HOLD ALL and state are there without scrolling sideways."""
    small = {"width": 1280, "height": 720}
    page = console("secret-bondar", size=small, language=language).page
    ready(page)
    for whole in (".hold-all", ".state-word", ".queue .line-head"):
        expect(page.locator(whole).first).to_be_in_viewport(ratio=1.0)
    expect(page.locator(".chart-map canvas").first).to_be_in_viewport()
    wider = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    assert wider <= 0


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "uk",
            (
                "НАВЧАННЯ · ПРАЦЮЄ НЕПОВНІСТЮ",
                "розв’язувач не встиг; бракує донесень",
                "до найкращого ≤ 65,4 % · швидкий план, запасний",
            ),
        ),
        (
            "en",
            (
                "EXERCISE · DEGRADED · STALE",
                "the solver was late; reports are missing; tracks jump",
                "from the best ≤ 65.4 % · quick plan, kept from before",
            ),
        ),
    ],
)
def test_hold_all_stays_where_it_is_when_the_state_has_much_to_say(
    console: Opener, language: str, said: tuple[str, ...]
) -> None:
    """A hand on its way to it must find it; the words beside it give way."""
    small = {"width": 1280, "height": 720}
    page = console("secret-bondar", size=small, language=language).page
    ready(page)
    hold_all = page.locator(".top .hold-all")
    before = hold_all.bounding_box()
    after = page.evaluate(SAY_MUCH, list(said))
    assert before is not None
    assert after["x"] == pytest.approx(before["x"], abs=1.0)
    assert after["y"] == pytest.approx(before["y"], abs=HAND_PX)
