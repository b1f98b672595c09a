"""Every error of the service is a problem document with a stable code."""

from collections.abc import Iterable, Mapping
from enum import Enum

import msgspec
from starlette.responses import Response

from zaslin.wire.form.problem import Problem, ProblemPlace
from zaslin.wire.rejected import Rejected, printable

PROBLEM_TYPE = "application/problem+json"
_LONGEST_DETAIL = 500


class Code(Enum):
    """What can go wrong: a stable word, the status and a title.

    A client branches on the word; titles and details may be reworded.
    """

    word: str
    status: int
    title: str

    BAD_REQUEST = "bad_request", 400, "The request cannot be understood"
    UNEXPECTED_BODY = "unexpected_body", 400, "This request takes no body"
    IDEMPOTENCY_KEY_MISSING = (
        "idempotency_key_missing",
        400,
        "This request needs an Idempotency-Key",
    )
    UNAUTHENTICATED = "unauthenticated", 401, "Nobody is signed in"
    WRONG_CREDENTIALS = "wrong_credentials", 401, "The credentials are not right"
    FORBIDDEN = "forbidden", 403, "This person or key may not do that"
    STEP_UP_REQUIRED = "step_up_required", 403, "The password is needed once more"
    PERSON_REQUIRED = "person_required", 403, "A person has to do that, not a key"
    PASSWORD_CHANGE_REQUIRED = (
        "password_change_required",
        403,
        "A password has to be chosen first",
    )
    CROSS_SITE = "cross_site", 403, "The request comes from another site"
    NOT_FOUND = "not_found", 404, "There is no such thing here"
    METHOD_NOT_ALLOWED = "method_not_allowed", 405, "This cannot be done to it"
    NOT_ACCEPTABLE = "not_acceptable", 406, "It cannot be written that way"
    RECEIVE_TIMEOUT = "receive_timeout", 408, "The request did not arrive in time"
    CONFLICT = "conflict", 409, "What is there does not allow it"
    PLAN_MOVED_ON = "plan_moved_on", 409, "The plan has moved on"
    ALREADY_DECIDED = "already_decided", 409, "Somebody has decided it already"
    NEEDS_SECOND_PERSON = "needs_second_person", 409, "A second person is needed"
    SAME_PERSON = "same_person", 409, "The second person must be somebody else"
    READ_ONLY = "read_only", 409, "This desk only shows"
    IN_PROGRESS = "in_progress", 409, "The same request is being carried out"
    EXPIRED = "expired", 410, "It is too late for that"
    REVISION_CHANGED = "revision_changed", 412, "Somebody has changed it meanwhile"
    BODY_TOO_LARGE = "body_too_large", 413, "The body is too large"
    URL_TOO_LONG = "url_too_long", 414, "The address is too long"
    UNSUPPORTED_TYPE = "unsupported_type", 415, "A body of this type is not read"
    EXPECTATION_FAILED = "expectation_failed", 417, "The expectation is not known"
    WRONG_HOST = "wrong_host", 421, "This service does not go by that name"
    INVALID = "invalid", 422, "The request says something that cannot be used"
    DECISION_REFUSED = "decision_refused", 422, "The decision cannot be carried out"
    IDEMPOTENCY_KEY_REUSED = (
        "idempotency_key_reused",
        422,
        "The Idempotency-Key was used for another request",
    )
    REVISION_REQUIRED = "revision_required", 428, "Say which revision you saw"
    TOO_MANY_REQUESTS = "too_many_requests", 429, "Too many requests"
    HEADERS_TOO_LARGE = "headers_too_large", 431, "The headers are too large"
    INTERNAL = "internal", 500, "The service made a mistake"
    NOT_READY = "not_ready", 503, "Something that this process needs is missing"
    NOT_LEADER = "not_leader", 503, "No process leads at present"
    OVERLOADED = "overloaded", 503, "The service is busy"
    LEDGER_UNAVAILABLE = "ledger_unavailable", 503, "The journal cannot be written"
    OUTCOME_UNKNOWN = "outcome_unknown", 503, "It is not known whether it was done"
    PROVIDER_UNAVAILABLE = (
        "provider_unavailable",
        503,
        "The provider of identities does not answer",
    )
    DESK_UNAVAILABLE = "desk_unavailable", 503, "The desk does not answer"

    def __init__(self, word: str, status: int, title: str) -> None:
        self.word = word
        self.status = status
        self.title = title

    @property
    def urn(self) -> str:
        """The ``type`` of the problem document."""
        return f"urn:zaslin:problem:{self.word}"


class ProblemError(Exception):
    """Raised anywhere below a route; becomes a problem document.

    ``more`` are members of the document that belong to the code, such as the current
    revision; ``headers`` go into the answer, such as ``Retry-After``.
    """

    def __init__(
        self,
        code: Code,
        detail: str = "",
        *,
        errors: Iterable[ProblemPlace] = (),
        more: Mapping[str, object] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(code.word, detail)
        self.code = code
        self.detail = detail
        self.errors = tuple(errors)
        self.more = dict(more or {})
        self.headers = dict(headers or {})


def rejected(fault: Rejected) -> ProblemError:
    """The problem of a document that cannot be used."""
    return ProblemError(
        Code.INVALID,
        errors=[misfit(fault.place or "$", fault.value, fault.accepted)],
    )


def misfit(place: str, value: str, accepted: str) -> ProblemPlace:
    """A place of a request; what was read is escaped and cut."""
    return ProblemPlace(
        place=printable(place, 160),
        value=printable(value, 60),
        accepted=printable(accepted, 600),
    )


def invalid(place: str, value: str, accepted: str) -> ProblemError:
    """One parameter or member that cannot be used: 422 with its place."""
    return ProblemError(Code.INVALID, errors=[misfit(place, value, accepted)])


def document(error: ProblemError, request_id: str = "") -> bytes:
    """The problem as JSON."""
    code = error.code
    problem = Problem(
        type=code.urn,
        title=code.title,
        status=code.status,
        code=code.word,
        detail=printable(error.detail, _LONGEST_DETAIL),
        errors=error.errors,
        request_id=request_id,
    )
    stated = msgspec.to_builtins(problem)
    return msgspec.json.encode({**error.more, **stated})


def response(error: ProblemError, request_id: str = "") -> Response:
    """The answer to a request that failed."""
    return Response(
        document(error, request_id),
        status_code=error.code.status,
        media_type=PROBLEM_TYPE,
        headers=error.headers,
    )
