"""Control measures at the console: what people allow, keep back, forbid, declare."""

from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, Route, expect

from tests.browser.gestures import PATIENCE_MS, Hands, lines
from tests.browser.lost_answers import LostAnswers
from tests.browser.raid import UNHURRIED, spacious
from tests.consoles import Opener, consoles
from tests.desk_server import Served, served
from tests.pictures import hostile
from zaslin.domain.event import Controlled, Identified, Lost
from zaslin.domain.ids import FireUnitId, TrackId
from zaslin.ops.policy import TwoPerson


def ready(page: Page) -> None:
    """The console has a plan."""
    expect(lines(page).first).to_be_visible(timeout=PATIENCE_MS)


def test_weapons_control_is_set_by_holding(
    at: Served, console: Opener, hands: Hands
) -> None:
    """A tighter status is chosen, then held to confirm."""
    page = console("secret-chief").page
    ready(page)
    hands.go(page, "Control", "7")
    hands.press(page.get_by_role("button", name="WEAPONS TIGHT"))
    confirm = page.get_by_role("button", name="WEAPONS TIGHT: Keep pressed to confirm")
    expect(confirm).to_be_focused()
    hands.hold(confirm)
    at.until(lambda board: board.situation.control.weapons_control == "tight")
    expect(page.locator(".top .wcs")).to_have_text("WEAPONS TIGHT")
    expect(page.locator("main .wcs")).to_be_focused()


def identifying(opener: Opener, hands: Hands) -> Page:
    """A console at which T03 was found and is about to be declared."""
    page = opener("secret-olena").page
    ready(page)
    hands.find(page, "T03")
    hands.press(page.locator(".track-detail").get_by_role("button", name="Identify…"))
    expect(page.locator("#ident-identity")).to_be_focused()
    hands.choose(page.locator("#ident-identity"), "neutral")
    hands.choose(page.locator("#ident-method"), "positive")
    return page


def test_a_track_is_found_and_declared_with_evidence(
    at: Served, console: Opener, hands: Hands
) -> None:
    """Identity needs a person, evidence and an end; it is in the picture at once."""
    page = identifying(console, hands)
    declare = page.get_by_role("button", name="Keep pressed to declare for 30 min")
    expect(declare).to_be_disabled()
    hands.write(page.get_by_label("evidence (needed)"), "airliner, seen by two posts")
    hands.hold(declare)
    board = at.until(lambda each: TrackId("T03") in each.situation.identified)
    assert board.situation.identified[TrackId("T03")].authority == "olena"


def test_evidence_is_for_the_track_it_was_meant_for(
    at: Served, console: Opener, hands: Hands
) -> None:
    """When that one has gone no other one takes its place in the form."""
    page = identifying(console, hands)
    gone = Lost(tracks=(TrackId("T03"),))
    witness = hostile("T77", east_m=5_000.0)
    others = {k: v for k, v in at.radar.tracks.items() if k != "T03"}
    at.radar.tracks = {**others, witness.id: witness}
    # No report of T03 is on its way any more once one without it has come.
    at.until(lambda board: witness.id in board.situation.tracks)
    at.desk.submit(lambda desk, now_s: desk.record(gone, now_s)).result()
    here = page.get_by_role("group", name="Identification")
    expect(here).to_contain_text("T03 is there no more", timeout=PATIENCE_MS)
    expect(page.locator("#ident-identity")).to_have_count(0)


def reserve_composed(at: Served, page: Page, hands: Hands, rounds: str) -> Locator:
    """So many rounds of the first type of U1, not set yet; the group they are in."""
    reserves = page.get_by_role("group", name="Commander's reserve")
    unit = at.desk.board.situation.fire_units[FireUnitId("U1")]
    hands.choose(reserves.get_by_label("type"), unit.magazines[0].interceptor_type)
    hands.write(reserves.get_by_label("rounds"), rounds)
    return reserves


def test_a_reserve_and_a_zone_are_set_and_lifted(
    at: Served, console: Opener, hands: Hands
) -> None:
    """What is lifted vanishes from the list, and the keyboard is not lost with it."""
    page = console("secret-chief").page
    ready(page)
    hands.go(page, "Control", "7")
    reserves = reserve_composed(at, page, hands, "2")
    hands.press(reserves.get_by_role("button", name="Set"))
    at.until(lambda board: board.situation.control.reserves)
    hands.hold(reserves.get_by_role("button", name="Lift"))
    at.until(lambda board: not board.situation.control.reserves)
    expect(reserves.get_by_role("button", name="Lift")).to_have_count(0)
    expect(page.locator("main :focus, main:focus")).to_have_count(1)

    zones = page.get_by_role("group", name="No-engagement zones")
    origin = at.desk.board.situation.opened.origin
    hands.write(zones.get_by_label("name"), "hospital")
    hands.write(zones.get_by_label("latitude"), str(origin.latitude_deg))
    hands.write(zones.get_by_label("longitude"), str(origin.longitude_deg))
    hands.press(zones.get_by_role("button", name="Add"))
    at.until(lambda board: board.situation.control.zones)
    hands.hold(zones.get_by_role("button", name="Lift"))
    at.until(lambda board: not board.situation.control.zones)


def test_a_corridor_is_lifted_as_the_one_zone_it_is(
    at: Served, console: Opener, hands: Hands
) -> None:
    """The service keeps a zone for each leg; a person set one, and lifts one."""
    line = [{"latitude_deg": 50.0 + 0.6 * n, "longitude_deg": 31.0} for n in range(3)]
    corridor = {"id": "lane", "corridor": {"line": line, "half_width_m": 4_000.0}}
    assert at("chief").put("/desks/live/zones/lane", corridor).status_code == 200
    page = console("secret-chief").page
    ready(page)
    hands.go(page, "Control", "7")
    zones = page.get_by_role("group", name="No-engagement zones (1)")
    expect(zones.get_by_role("listitem")).to_have_count(1)
    hands.hold(zones.get_by_role("button", name="Lift"))
    at.until(lambda board: not board.situation.control.zones)


def test_a_zone_is_not_lifted_by_a_slip_of_the_finger(
    at: Served, console: Opener
) -> None:
    """What it forbids would be allowed: a click is not enough."""
    zone = {
        "id": "hospital",
        "polygon": [
            {"latitude_deg": 50.0, "longitude_deg": 31.0},
            {"latitude_deg": 50.1, "longitude_deg": 31.0},
            {"latitude_deg": 50.0, "longitude_deg": 31.1},
        ],
    }
    assert at("chief").put("/desks/live/zones/hospital", zone).status_code == 200
    page = console("secret-chief").page
    ready(page)
    page.keyboard.press("7")
    zones = page.get_by_role("group", name="No-engagement zones")
    zones.get_by_role("button", name="Lift").click()
    page.wait_for_timeout(500)
    assert at.desk.board.situation.control.zones


def test_a_new_zone_takes_no_other_ones_place(
    at: Served, console: Opener, hands: Hands
) -> None:
    """What the other one forbids would be allowed."""
    page = console("secret-chief").page
    ready(page)
    hands.go(page, "Control", "7")
    zones = page.get_by_role("group", name="No-engagement zones")
    for latitude in ("50.0", "49.0"):
        hands.write(zones.get_by_label("name"), "hospital")
        hands.write(zones.get_by_label("latitude"), latitude)
        hands.write(zones.get_by_label("longitude"), "31.0")
        hands.press(zones.get_by_role("button", name="Add"))
        at.until(lambda board: board.situation.control.zones)
        said = "Entered" if latitude == "50.0" else "That name is there already"
        expect(zones).to_contain_text(said, timeout=PATIENCE_MS)
    (kept,) = at.desk.board.situation.control.zones
    assert kept.id == "hospital"
    changes = [
        each for each in at.journal.entries() if isinstance(each.event, Controlled)
    ]
    assert len(changes) == 1


def test_a_reserve_is_lowered_by_holding(
    at: Served, console: Opener, hands: Hands
) -> None:
    """Rounds that were kept would be offered."""
    page = console("secret-chief").page
    ready(page)
    hands.go(page, "Control", "7")
    reserves = reserve_composed(at, page, hands, "2")
    hands.press(reserves.get_by_role("button", name="Set"))
    expect(reserves.get_by_role("button", name="Lift")).to_have_count(1)
    hands.write(reserves.get_by_label("rounds"), "1")
    page.keyboard.press("Enter")
    expect(reserves.get_by_role("button", name="Set")).to_have_count(0)
    hands.hold(reserves.get_by_role("button", name="Lower"))
    at.until(
        lambda board: [each.rounds for each in board.situation.control.reserves] == [1]
    )


def test_a_reserve_says_whom_it_silences(
    at: Served, console: Opener, hands: Hands
) -> None:
    """Before it is set: a unit that must keep all it has shoots at nothing."""
    page = console("secret-chief").page
    ready(page)
    hands.go(page, "Control", "7")
    reserves = reserve_composed(at, page, hands, "1000")
    said = reserves.get_by_text("could fire none of it")
    expect(said).to_be_visible()
    reserve_composed(at, page, hands, "1")
    expect(said).to_have_count(0)


def test_a_change_that_was_lost_does_not_come_after_hold_all(
    at: Served, console: Opener, hands: Hands
) -> None:
    """It is asked again until it is known what became of it: that it was called off."""
    assert at("chief").post("/desks/live/hold-all", {}).status_code == 200
    page = console("secret-chief").page
    hands.go(page, "Control", "7")
    status = page.get_by_role("group", name="Weapons control")
    cut = True

    def take(route: Route) -> None:
        if cut and route.request.method == "PUT":
            route.abort()
        else:
            route.continue_()

    page.route("**/control", take)
    hands.press(page.get_by_role("button", name="WEAPONS FREE"))
    hands.hold(page.get_by_role("button", name="WEAPONS FREE: Keep pressed to confirm"))
    expect(status).to_contain_text("OUTCOME UNKNOWN", timeout=PATIENCE_MS)
    held = at.desk.board.situation.controlled_entry
    page.keyboard.press("Shift+H")
    at.until(lambda board: board.situation.controlled_entry > held)
    cut = False
    expect(status).to_contain_text(
        "Somebody has changed it meanwhile", timeout=2 * PATIENCE_MS
    )
    assert at.desk.board.situation.control.weapons_control == "hold"


def test_a_declaration_whose_answer_is_lost_is_entered_once(
    at: Served, console: Opener, hands: Hands
) -> None:
    """It is said to be unknown, asked again with the same key, and then known."""
    page = identifying(console, hands)
    lost = LostAnswers(page, "**/tracks/T03/identification")
    here = page.get_by_role("group", name="Identification")
    hands.write(page.get_by_label("evidence (needed)"), "seen by two posts")
    hands.hold(page.get_by_role("button", name="Keep pressed to declare for 30 min"))
    expect(here).to_contain_text("OUTCOME UNKNOWN", timeout=PATIENCE_MS)
    lost.no_more()
    expect(here).to_contain_text("Entered", timeout=PATIENCE_MS)
    said = [each for each in at.journal.entries() if isinstance(each.event, Identified)]
    assert [each.by for each in said] == ["olena"]
    assert len(set(lost.keys)) == 1


def test_what_permits_more_waits_for_a_second_person(
    browser: Browser, tmp_path: Path, hands: Hands
) -> None:
    """The one who asked is offered no second signature; another's puts it in force."""
    policy = TwoPerson(widening=True)
    with (
        served(tmp_path, picture=spacious(), params=UNHURRIED, two_person=policy) as at,
        consoles(browser, at.url) as console,
    ):
        assert at("chief").post("/desks/live/hold-all", {}).status_code == 200
        first = console("secret-chief").page
        hands.go(first, "Control", "7")
        hands.press(first.get_by_role("button", name="WEAPONS FREE"))
        hands.hold(
            first.get_by_role("button", name="WEAPONS FREE: Keep pressed to confirm")
        )
        waiting = first.get_by_role("group", name="Waiting for a second person")
        expect(waiting).to_contain_text("WEAPONS FREE", timeout=PATIENCE_MS)
        status = first.get_by_role("group", name="Weapons control")
        expect(status).to_contain_text("Not in force yet")
        expect(waiting.get_by_role("button")).to_have_count(0)
        assert at.desk.board.situation.control.weapons_control == "hold"

        second = console("secret-deputy").page
        hands.go(second, "Control", "7")
        hands.hold(second.get_by_role("button", name="Confirm as second person"))
        at.until(lambda board: board.situation.control.weapons_control == "free")
        expect(first.locator(".top .wcs")).to_have_text("WEAPONS FREE")
        signed = second.get_by_role("group", name="Waiting for a second person")
        expect(signed).to_contain_text("Entered", timeout=PATIENCE_MS)
        expect(status).to_contain_text("Waits no more", timeout=PATIENCE_MS)
        expect(status).not_to_contain_text("Not in force yet")
