"""What became of a decision is said as far as it is known, and no further."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.gestures import PATIENCE_MS, Hands, lines, review
from tests.browser.lost_answers import LostAnswers
from tests.browser.raid import UNHURRIED, spacious
from tests.consoles import Opener, consoles
from tests.desk_server import Served, committed, open_line, served
from zaslin.domain.decision import Verdict
from zaslin.ops.policy import TwoPerson

CONFIRM = "Keep pressed to confirm"
SIGN = "Confirm as second person"


def held(page: Page, hands: Hands) -> None:
    """Confirm what is being read."""
    hands.hold(review(page).get_by_role("button", name=CONFIRM))


def test_after_a_lost_answer_a_refusal_to_ask_says_nothing_of_it(
    at: Served, console: Opener, hands: Hands
) -> None:
    """The first attempt was entered: whoever may not ask any more is not told no."""
    page = console("secret-bondar").page
    tried: list[str] = []
    problem = {"status": 403, "code": "forbidden", "detail": "no role"}

    def lost(route: Route) -> None:
        tried.append(route.request.headers["idempotency-key"])
        if len(tried) == 1:
            route.fetch()
            route.abort()
        else:
            kind = "application/problem+json"
            route.fulfill(status=403, json=problem, content_type=kind)

    page.route("**/decisions", lost)
    hands.open_first(page)
    hands.decide(page, "Authorise…")
    held(page, hands)
    expect(review(page)).to_contain_text("It is not known whether your decision")
    expect(review(page)).to_contain_text("look under Authorised")
    expect(review(page)).not_to_contain_text("was not entered")
    assert len(at.desk.board.situation.engagements) == 1
    assert len(tried) == 2
    assert len(set(tried)) == 1


def test_a_preparation_without_an_answer_leaves_nothing_in_doubt(
    at: Served, console: Opener, hands: Hands
) -> None:
    """It would have entered nothing: the service is out of reach, and that is all."""
    page = console("secret-bondar").page
    page.route("**/decisions/preparations", lambda route: route.abort())
    hands.open_first(page)
    hands.decide(page, "Authorise…")
    expect(review(page)).to_contain_text("The service does not answer")
    expect(review(page)).not_to_contain_text("not known")
    assert at.desk.board.situation.engagements == {}


def test_a_refusal_whose_line_was_decided_on_has_nothing_left_to_refuse(
    at: Served, console: Opener, hands: Hands
) -> None:
    """The second person's refusal is told before it is held for."""
    page = console("secret-marta").page
    track = hands.open_first(page)
    hands.decide(page, "Refuse…")
    hands.write(review(page).get_by_label("State a reason"), "crew reports fog")
    hands.press(review(page).get_by_role("button", name="Next"))
    confirm = review(page).get_by_role("button", name=CONFIRM)
    expect(confirm).to_be_enabled(timeout=PATIENCE_MS)
    others = [each for each in _tracks(at) if each != track]
    assert committed(at, "bondar", open_line(at, but=others)).status_code == 201
    expect(review(page)).to_contain_text("Somebody has decided it already")
    expect(review(page)).to_contain_text("Authorised by bondar")
    expect(confirm).to_be_disabled()
    expect(review(page).locator(".checks")).to_be_hidden()


def _tracks(at: Served) -> list[str]:
    plan = at("viewer").get("/desks/live/plan").json()
    return [line["track"] for line in plan["lines"]]


@pytest.fixture
def careful(tmp_path: Path) -> Iterator[Served]:
    """A service where every shot takes two people."""
    policy = TwoPerson(cost_meur=0.0)
    with served(
        tmp_path, picture=spacious(), params=UNHURRIED, two_person=policy
    ) as made:
        yield made


@pytest.fixture
def second(browser: Browser, careful: Served, hands: Hands) -> Iterator[Page]:
    """Marta reads what Bondar has signed first."""
    assert committed(careful, "bondar", open_line(careful)).status_code == 202
    with consoles(browser, careful.url) as console:
        page = console("secret-marta").page
        expect(lines(page).first).to_be_visible(timeout=PATIENCE_MS)
        hands.press(page.get_by_role("button", name=SIGN))
        button = review(page).get_by_role("button", name=CONFIRM)
        expect(button).to_be_enabled(timeout=PATIENCE_MS)
        yield page


def test_a_second_signature_whose_answer_is_lost_is_entered_once(
    careful: Served, second: Page, hands: Hands
) -> None:
    """It is asked for again by the same key, and answered as it was."""
    lost = LostAnswers(second, "**/confirmation")
    held(second, hands)
    expect(review(second)).to_contain_text("OUTCOME UNKNOWN", timeout=PATIENCE_MS)
    lost.no_more()
    expect(review(second)).to_contain_text("Decision entered", timeout=PATIENCE_MS)
    (one,) = careful.desk.board.situation.engagements.values()
    assert (one.decision.by, one.decision.confirmed_by) == ("bondar", "marta")
    assert one.decision.verdict is Verdict.AUTHORISE


def test_what_was_taken_back_while_it_is_read_can_be_signed_no_more(
    careful: Served, second: Page
) -> None:
    """The second person is told at once, and not by a refusal."""
    (waiting,) = careful("marta").get("/desks/live/nominations").json()["nominations"]
    path = f"/desks/live/nominations/{waiting['id']}"
    assert careful("bondar").ask("DELETE", path).status_code == 200
    expect(review(second)).to_contain_text("It waits no more")
    expect(review(second).get_by_role("button", name=CONFIRM)).to_be_disabled()
    expect(review(second).locator(".checks")).to_be_hidden()
