"""Records of what crews report, at the console: written down, and sent to nobody."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.gestures import PATIENCE_MS, Hands, tab_to
from tests.browser.lost_answers import LostAnswers
from tests.consoles import Opener
from tests.desk_server import PATIENCE_S, Served, committed, open_line
from zaslin.domain.engagement import EngagementState, Outcome
from zaslin.domain.event import (
    Aborted,
    Assessed,
    Corrected,
    Entry,
    Event,
    Fired,
    Reloaded,
    Resupplied,
    UnitReported,
)
from zaslin.domain.ids import EngagementId, FireUnitId

E1 = EngagementId("E1")
U1 = FireUnitId("U1")


def authorised(at: Served, page: Page) -> Locator:
    """An engagement, as it stands in the list of what was decided."""
    assert committed(at, "marta", open_line(at)).status_code == 201
    item = page.locator('[data-engagement="E1"]')
    expect(item).to_be_visible(timeout=PATIENCE_MS)
    return item


def entries(at: Served, kind: type[Event]) -> list[Entry]:
    """What of a kind is in the journal."""
    return [each for each in at.journal.entries() if isinstance(each.event, kind)]


def test_a_launch_and_its_result_are_recorded(
    at: Served, console: Opener, hands: Hands
) -> None:
    """In words how it stands; each report is held, and stands under a name."""
    page = console("secret-bondar").page
    item = authorised(at, page)
    expect(item).to_contain_text("authorised 0:")
    expect(item).to_contain_text("launch in")
    hands.press(item.get_by_role("button", name="Record a report…"))
    expect(item).to_contain_text("nothing is sent to it")
    hands.write(item.get_by_label("how many seconds ago"), "3")
    hands.hold(item.get_by_role("button", name="Record: crew reports launch"))
    expect(item).to_contain_text("launch reported 0:", timeout=PATIENCE_MS)
    expect(item).to_contain_text("result in")
    (fired,) = entries(at, Fired)
    assert fired.by == "bondar"
    assert isinstance(fired.event, Fired)
    assert 2.0 < fired.at_s - fired.event.launch_s < 3.0 + PATIENCE_S

    hands.hold(item.get_by_role("button", name="Record: reported missed"))
    at.until(
        lambda board: board.situation.engagements[E1].state is EngagementState.ASSESSED
    )
    (assessed,) = entries(at, Assessed)
    assert isinstance(assessed.event, Assessed)
    assert (assessed.by, assessed.event.outcome) == ("bondar", Outcome.MISSED)
    over = page.locator("details.decided")
    hands.press(over.locator("summary"))
    expect(over.locator('[data-engagement="E1"]')).to_contain_text("missed")


def test_a_launch_that_was_not_has_a_reason(
    at: Served, console: Opener, hands: Hands
) -> None:
    """Without one it cannot be recorded."""
    page = console("secret-chief").page
    item = authorised(at, page)
    hands.press(item.get_by_role("button", name="Record a report…"))
    record = item.get_by_role("button", name="Record: crew reports no launch")
    expect(record).to_be_disabled()
    hands.write(item.get_by_label("reason, as reported"), "launcher jammed")
    hands.hold(record)
    at.until(lambda board: E1 not in board.situation.pins)
    (aborted,) = entries(at, Aborted)
    assert isinstance(aborted.event, Aborted)
    assert (aborted.by, aborted.event.why) == ("chief", "launcher jammed")
    expect(page.locator(".decided > h3")).to_have_count(0)


def test_a_record_whose_answer_is_lost_is_booked_once(
    at: Served, console: Opener, hands: Hands
) -> None:
    """It is said to be unknown, asked again with the same key, and then known."""
    opened = console("secret-bondar")
    page = opened.page
    item = authorised(at, page)
    lost = LostAnswers(page, "**/engagements/E1/launch")
    hands.press(item.get_by_role("button", name="Record a report…"))
    hands.hold(item.get_by_role("button", name="Record: crew reports launch"))
    expect(item).to_contain_text("OUTCOME UNKNOWN", timeout=PATIENCE_MS)
    lost.no_more()
    expect(item).to_contain_text("Entered", timeout=PATIENCE_MS)
    assert len(entries(at, Fired)) == 1
    assert len(set(lost.keys)) == 1
    assert len(lost.keys) >= 2


@pytest.mark.parametrize("name", ["viewer", "olena", "planner"])
def test_only_who_may_is_offered_to_record(
    at: Served, console: Opener, name: str
) -> None:
    """Everybody reads how it stands."""
    page = console(f"secret-{name}").page
    item = authorised(at, page)
    expect(item).to_contain_text("authorised")
    expect(item.get_by_role("button", name="Record a report…")).to_have_count(0)


def test_keys_lead_to_what_was_authorised(at: Served, console: Opener) -> None:
    """One key there, and the record is a few Tabs away."""
    page = console("secret-bondar").page
    item = authorised(at, page)
    page.keyboard.press("e")
    expect(item.locator(":focus")).to_have_count(1)
    assert tab_to(item.get_by_role("button", name="Record a report…")) <= 1


def of_unit(page: Page, hands: Hands) -> Locator:
    """The open record of a unit among the magazines."""
    expect(page.locator("#queue-title")).to_be_visible(timeout=PATIENCE_MS)
    hands.go(page, "Magazines", "3")
    row = page.get_by_role("row").filter(has_text="U1").first
    hands.press(row.get_by_role("button", name="Record a report…"))
    return page.get_by_role("group", name="Record a report… U1")


def test_a_unit_is_recorded_out_of_action_and_back(
    at: Served, console: Opener, hands: Hands
) -> None:
    """What its crew reports; the plan does without it meanwhile."""
    page = console("secret-chief").page
    before = at.desk.board.situation.fire_units[U1].channels
    record = of_unit(page, hands)
    hands.hold(record.get_by_role("button", name="Record: crew reports not ready"))
    expect(page.locator("em.mark", has_text="not ready")).to_be_visible()
    at.until(lambda board: board.situation.fire_units[U1].channels == 0)

    expect(record.get_by_label("channels ready")).to_have_value(str(before))
    hands.hold(record.get_by_role("button", name="Record: crew reports ready"))
    expect(page.locator("em.mark", has_text="not ready")).to_have_count(0)
    at.until(lambda board: board.situation.fire_units[U1].channels == before)
    assert [each.by for each in entries(at, UnitReported)] == ["chief", "chief"]


def test_rounds_are_counted_and_moved(
    at: Served, console: Opener, hands: Hands
) -> None:
    """A count has a reason; what came and what was loaded is booked as such."""
    page = console("secret-planner").page
    record = of_unit(page, hands)
    counted = record.get_by_role("button", name="Record: counted")
    expect(counted).to_be_disabled()
    hands.write(record.get_by_label("on the rails"), "1")
    hands.write(record.get_by_label("why it differs"), "one was damaged")
    hands.hold(counted)
    at.until(lambda _: entries(at, Corrected))
    (entry,) = entries(at, Corrected)
    assert isinstance(entry.event, Corrected)
    assert (entry.by, entry.event.rounds_ready) == ("planner", 1)

    hands.write(record.get_by_label("rounds moved"), "2")
    came = record.get_by_role("button", name="Record: came into store")
    hands.hold(came)
    at.until(lambda _: entries(at, Resupplied))
    expect(record.get_by_label("rounds moved")).to_have_value("")
    expect(came).to_be_disabled()
    hands.write(record.get_by_label("rounds moved"), "1")
    hands.hold(record.get_by_role("button", name="Record: loaded from store"))
    at.until(lambda _: entries(at, Reloaded))
    (magazine,) = at.desk.board.situation.fire_units[U1].magazines
    assert (magazine.rounds_ready, magazine.rounds_stored) == (2, 1)


def test_a_record_that_is_open_stays_open_in_another_view(
    at: Served, console: Opener, hands: Hands
) -> None:
    """Rounds add up: while nobody knows of some, no more of them can be entered."""
    page = console("secret-planner").page
    lost = LostAnswers(page, "**/fire-units/U1/resupply")
    record = of_unit(page, hands)
    hands.write(record.get_by_label("rounds moved"), "2")
    hands.hold(record.get_by_role("button", name="Record: came into store"))
    expect(record).to_contain_text("OUTCOME UNKNOWN", timeout=PATIENCE_MS)
    hands.go(page, "Picture", "1")
    expect(record).to_have_count(0)
    record = of_unit(page, hands)
    expect(record).to_contain_text("OUTCOME UNKNOWN")
    hands.write(record.get_by_label("rounds moved"), "2")
    expect(
        record.get_by_role("button", name="Record: came into store")
    ).to_be_disabled()
    lost.no_more()
    expect(record).to_contain_text("Entered", timeout=PATIENCE_MS)
    assert len(entries(at, Resupplied)) == 1
    assert len(set(lost.keys)) == 1
