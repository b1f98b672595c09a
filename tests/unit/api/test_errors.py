"""Every error has a stable word and a document that says nothing it should not."""

import json
from http import HTTPStatus

import pytest
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from zaslin.api.answers import problem_of
from zaslin.api.errors import Code, ProblemError, document, invalid, misfit
from zaslin.live.refusals import DeskUnavailableError, Refusal
from zaslin.ops.journal_fault import (
    JournalFaultError,
    JournalMovedError,
    JournalUnavailableError,
)


def test_every_code_has_a_word_of_its_own() -> None:
    """Clients branch on words, so no two codes share one, or the same title."""
    words = [code.word for code in Code]

    assert len(set(words)) == len(words) == len(Code)
    assert all(code.word == code.name.lower() for code in Code)


def test_every_status_is_one_of_http() -> None:
    """A status says an error, and one that HTTP knows."""
    assert all(HTTPStatus(code.status) >= 400 for code in Code)


def test_a_problem_document_has_what_the_standard_asks_for() -> None:
    """Type, title, status, detail, and the members of its code beside them."""
    error = ProblemError(
        Code.PLAN_MOVED_ON,
        "plan 7; accepted: 8",
        errors=[misfit("$.revision", "7", "8")],
        more={"current_revision": 8, "status": "cannot be overwritten"},
    )

    written = json.loads(document(error, "r1"))

    assert written == {
        "type": "urn:zaslin:problem:plan_moved_on",
        "title": "The plan has moved on",
        "status": 409,
        "code": "plan_moved_on",
        "detail": "plan 7; accepted: 8",
        "errors": [{"place": "$.revision", "value": "7", "accepted": "8"}],
        "request_id": "r1",
        "current_revision": 8,
    }


def test_what_was_read_is_escaped_and_cut() -> None:
    """A client's own words come back harmless and short."""
    problem = invalid("query.by", "\x1b[2J\u202e" + "a" * 1_000, "a name")

    (place,) = problem.errors
    assert place.value.startswith("\\x1b[2J\\u202e")
    assert len(place.value) < 80


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (HTTPException(404), Code.NOT_FOUND),
        (HTTPException(405), Code.METHOD_NOT_ALLOWED),
        (HTTPException(418), Code.BAD_REQUEST),
        (HTTPException(502), Code.INTERNAL),
        (RequestValidationError([]), Code.INVALID),
        (DeskUnavailableError(Refusal.READ_ONLY), Code.READ_ONLY),
        (DeskUnavailableError(Refusal.DESK_BUSY), Code.DESK_UNAVAILABLE),
        (DeskUnavailableError(Refusal.JOURNAL_MOVED), Code.NOT_LEADER),
        (JournalMovedError("moved"), Code.NOT_LEADER),
        (JournalUnavailableError("gone"), Code.OUTCOME_UNKNOWN),
        (JournalFaultError("refused"), Code.LEDGER_UNAVAILABLE),
        (RuntimeError("a mistake"), Code.INTERNAL),
        (ProblemError(Code.EXPIRED), Code.EXPIRED),
    ],
    ids=repr,
)
def test_every_error_has_its_problem(error: Exception, code: Code) -> None:
    """What is meant for clients says so; everything else is a mistake of ours."""
    assert problem_of(error).code is code


def test_a_mistake_of_ours_says_nothing() -> None:
    """Its message stays in the log."""
    assert problem_of(RuntimeError("swordfish")).detail == ""


def test_every_refusal_of_a_desk_has_a_problem() -> None:
    """A new word of the live desk is noticed here and not by a client."""
    for refusal in Refusal:
        assert problem_of(DeskUnavailableError(refusal)).code is not Code.INTERNAL
