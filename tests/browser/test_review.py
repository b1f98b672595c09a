"""What was read counts only as long as it may: password, time, and the advice."""

from dataclasses import replace

from playwright.sync_api import Page, Route, expect

from tests.browser.gestures import PATIENCE_MS, Hands, Pointer, lines, review
from tests.consoles import Opener
from tests.desk_server import Served, urge


def begin(page: Page, hands: Hands) -> None:
    """Open the first line, and the review of its authorisation."""
    hands.open_first(page)
    hands.decide(page, "Authorise…")


def test_the_password_is_given_on_the_way_and_enters_nothing(
    at: Served, console: Opener, hands: Hands
) -> None:
    """The same line is read once more, it says so, and only the hold decides."""
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
    hands.hold(review(page).get_by_role("button", name="Keep pressed to confirm"))
    hands.write(review(page).get_by_label("Password once more"), "the password")
    page.keyboard.press("Enter")
    expect(review(page)).to_contain_text("nothing has been entered yet")
    assert at.desk.board.situation.engagements == {}
    hands.hold(review(page).get_by_role("button", name="Keep pressed to confirm"))
    expect(review(page)).to_contain_text("Decision entered", timeout=PATIENCE_MS)


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
    at.desk.submit(urge).result(5.0)
    expect(review(page)).to_contain_text("the advice was removed", timeout=PATIENCE_MS)
    expect(review(page).locator(".checks")).to_have_count(0)
    assert at.desk.board.situation.engagements == {}
