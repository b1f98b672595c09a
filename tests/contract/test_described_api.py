"""The service keeps what its published description says (Schemathesis).

Requests are made from the description itself: right ones, wrong ones and those at the
edges.  What comes back must be described too: status, type, headers and document.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import Case, GenerationMode
from schemathesis.checks import (
    content_type_conformance,
    not_a_server_error,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from schemathesis.core.result import Ok
from schemathesis.schemas import APIOperation

from tests.whole_service import Whole, whole_service

Operation = APIOperation[Any, Any, Any, Any]

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
LEFT_OUT = {
    # The one who asks would not be signed in any more.
    ("DELETE", "/api/v1/session"),
    # Has no end; tests/service reads it.
    ("GET", "/api/v1/desks/{desk}/events"),
}
KNOWN = {"desk": ["live", "sim"]}

_FAST = settings(
    max_examples=200,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.generate, Phase.shrink],
)
_DEEP = settings(_FAST, max_examples=12_000)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Whole]:
    """A service to ask."""
    with whole_service(tmp_path_factory.mktemp("service")) as service:
        yield service


@pytest.fixture(scope="module")
def operations(whole: Whole) -> Sequence[Operation]:
    """Everything that can be asked, as the service itself describes it."""
    schema = schemathesis.openapi.from_url(f"{whole.address.url}/api/v1/openapi.json")
    found: list[Operation] = []
    for result in schema.get_all_operations():
        assert isinstance(result, Ok), result
        found.append(result.ok())
    return [each for each in found if (each.method.upper(), each.path) not in LEFT_OUT]


def test_the_description_is_an_openapi_document(whole: Whole) -> None:
    """As OpenAPI itself defines it."""
    schema = schemathesis.openapi.from_url(f"{whole.address.url}/api/v1/openapi.json")

    schema.validate()


@given(st.data())
@_FAST
def test_answers_are_as_described(
    whole: Whole, operations: Sequence[Operation], data: st.DataObject
) -> None:
    """For requests that fit the description, and for those that do not."""
    _ask(whole, operations, data)


@pytest.mark.deep
@given(st.data())
@_DEEP
def test_many_answers_are_as_described(
    whole: Whole, operations: Sequence[Operation], data: st.DataObject
) -> None:
    """Twelve thousand of them."""
    _ask(whole, operations, data)


def _ask(whole: Whole, operations: Sequence[Operation], data: st.DataObject) -> None:
    operation = data.draw(st.sampled_from(operations))
    mode = data.draw(
        st.sampled_from([GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
    )
    case: Case[Any] = data.draw(operation.as_strategy(generation_mode=mode))
    if data.draw(st.integers(0, 9)):
        for name, values in KNOWN.items():
            if name in (case.path_parameters or {}):
                case.path_parameters[name] = data.draw(st.sampled_from(values))
        # It makes up credentials as well, which would hide what lies behind them.
        for made_up in (case.headers, case.cookies):
            for name in ("Authorization", "__Host-zaslin"):
                (made_up or {}).pop(name, None)
    who = "feed" if operation.path.endswith("/reports") else "everybody"
    response = case.call(headers=dict(whole.headers[who]), timeout=30)
    case.validate_response(response, checks=CHECKS)
