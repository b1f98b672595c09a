"""The map: corridors, predicted paths, measuring, plan changes, filters."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.gestures import PATIENCE_MS, Hands, Keyboard, lines, tab_to
from tests.consoles import Opener
from tests.desk_server import Served

# How much of the map has the colour of zones in the dark palette, to a few shades.
ZONE_PIXELS = """
() => [...document.querySelectorAll('.chart-map canvas')].reduce((sum, canvas) => {
  const {width, height} = canvas;
  const {data} = canvas.getContext('2d').getImageData(0, 0, width, height);
  for (let at = 0; at < data.length; at += 4) {
    const away = Math.abs(data[at] - 0xd4) + Math.abs(data[at + 1] - 0xa5)
        + Math.abs(data[at + 2] - 0xff);
    if (away < 30 && data[at + 3] > 60) sum += 1;
  }
  return sum;
}, 0)
"""
ONE_MINUTE_S = 60


def ready(page: Page) -> None:
    """The console has a plan."""
    expect(lines(page).first).to_be_visible(timeout=PATIENCE_MS)


def said(page: Page) -> Locator:
    """What the map says aloud."""
    return page.locator(".chart-field > [role=status]")


def tool(page: Page, name: str) -> Locator:
    """A button of the map."""
    return page.locator(".chart-tools").get_by_role("button", name=name)


def test_measuring_by_keys_from_a_track_says_length_bearing_and_time(
    console: Opener,
) -> None:
    """A cross on the selected track, arrows, Enter; the time is that of the track."""
    page = console("secret-viewer").page
    ready(page)
    Keyboard().find(page, "T00")
    page.wait_for_timeout(400)
    page.keyboard.press("b")
    expect(page.locator(".chart-map")).to_be_focused()
    page.keyboard.press("Enter")
    expect(said(page)).to_have_text("First point set: T00.")
    for _ in range(4):
        page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")

    expect(page.locator(".measure")).to_have_attribute("data-phase", "done")
    match = re.fullmatch(
        r"([\d.,]+) km · bearing 000° true · T00: (\d+):(\d\d) at 180 km/h",
        said(page).inner_text(),
    )
    assert match is not None, said(page).inner_text()
    length_km = float(match[1].replace(",", ""))
    flying_s = int(match[2]) * ONE_MINUTE_S + int(match[3])
    # Fifty metres a second, and a length that is shown to a tenth of a kilometre.
    assert flying_s == pytest.approx(length_km * 1_000 / 50, abs=2.0)
    page.keyboard.press("Escape")
    expect(page.locator(".measure")).to_have_count(0)


def test_measuring_by_pointer_has_a_live_line_and_selects_nothing(
    console: Opener,
) -> None:
    """Two clicks; between them the length follows the pointer."""
    page = console("secret-viewer").page
    ready(page)
    tool(page, "Measure").click()
    box = page.locator(".chart-map").bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 3
    page.mouse.click(x, y)
    page.mouse.move(x, y + 100)
    measured = page.locator(".measure .measured")
    expect(measured).to_contain_text("bearing 180° true")
    first = measured.inner_text()
    page.mouse.move(x, y + 200)
    expect(measured).not_to_have_text(first)
    page.mouse.click(x, y + 200)
    expect(page.locator(".measure")).to_have_attribute("data-phase", "done")
    expect(page.locator(".track-detail")).to_have_count(0)
    tool(page, "Measure").click()
    expect(page.locator(".measure")).to_have_count(0)


def test_a_corridor_is_drawn_and_listed_as_the_one_area_it_is(
    at: Served, console: Opener, hands: Hands
) -> None:
    """The service keeps a zone for each leg; on the map it is the one that was set."""
    page = console("secret-chief").page
    ready(page)
    page.wait_for_timeout(500)
    before = page.evaluate(ZONE_PIXELS)
    line = [
        {"latitude_deg": 50.0 + 0.6 * n, "longitude_deg": 31.0 + 0.4 * (n % 2)}
        for n in range(3)
    ]
    corridor = {"id": "lane", "corridor": {"line": line, "half_width_m": 4_000.0}}
    answer = at("chief").put("/desks/live/zones/lane", corridor)
    assert answer.status_code == 200, answer.text

    hands.press(tool(page, "Areas (1)"))
    area = page.locator("#map-areas [data-area=corridor]")
    expect(area).to_contain_text("lane")
    expect(area).to_contain_text("corridor, 8.0 km wide")
    expect(area).to_contain_text("in force")
    hands.press(area.get_by_role("button"))
    page.wait_for_function(
        f"before => ({ZONE_PIXELS})() > before + 100", arg=before, timeout=PATIENCE_MS
    )


def test_a_zone_that_is_not_in_force_yet_says_from_when(
    at: Served, console: Opener
) -> None:
    """It is listed, and drawn without hatching."""
    page = console("secret-chief").page
    ready(page)
    corners = [(50.0, 30.0), (50.0, 31.0), (50.5, 30.5)]
    zone = {
        "id": "later",
        "polygon": [{"latitude_deg": a, "longitude_deg": b} for a, b in corners],
        "active_from": "2199-01-01T00:00:00Z",
    }
    answer = at("chief").put("/desks/live/zones/later", zone)
    assert answer.status_code == 200, answer.text
    tool(page, "Areas (1)").click()
    area = page.locator("#map-areas [data-standing=later]")
    expect(area).to_contain_text("in force from 00:00:00")


def test_the_path_of_the_selected_track_is_there_in_words_too(
    console: Opener, hands: Hands
) -> None:
    """Minutes, what is not known by then, and the assets it may go to."""
    page = console("secret-viewer").page
    ready(page)
    expect(page.locator("#map-path")).to_be_empty()
    hands.find(page, "T00")
    expect(page.locator("#map-path")).to_have_text(
        re.compile(
            r"Predicted path of T00: in 5 min 15\.0 km on, course 180°, ±1\.2 km\. "
            r"Likely assets: A1 \d+\s%, A2 \d+\s%\."
        )
    )


def test_a_filter_says_how_much_it_hides_for_as_long_as_it_is_on(
    console: Opener, hands: Hands
) -> None:
    """Every fourth track is a cruise missile; what is looked at is never hidden."""
    page = console("secret-viewer").page
    ready(page)
    hidden = page.locator(".hidden-count")
    expect(hidden).to_have_count(0)
    hands.press(tool(page, "Filter"))
    box = page.locator("#map-filter").get_by_label("cruise missile")
    expect(box).to_be_checked()
    if isinstance(hands, Keyboard):
        tab_to(box)
        page.keyboard.press("Space")
    else:
        box.uncheck()
    expect(hidden).to_have_text("3 hidden — show all")
    hands.find(page, "T04")
    expect(hidden).to_have_text("2 hidden — show all")
    hands.press(hidden)
    expect(hidden).to_have_count(0)
    expect(box).to_be_checked()


def test_a_changed_plan_says_how_many_shots_came_and_went(
    at: Served, console: Opener
) -> None:
    """Weapons HOLD takes every shot away: what went is marked and counted."""
    page = console("secret-chief").page
    ready(page)
    changed = page.locator(".plan-changed")
    expect(changed).to_have_count(0, timeout=PATIENCE_MS)
    at("chief").post("/desks/live/hold-all")
    expect(changed).to_contain_text("gone", timeout=PATIENCE_MS)
    expect(changed).to_have_count(0, timeout=PATIENCE_MS)
