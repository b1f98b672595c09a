"""A real provider of identities on loopback, in a thread of this process."""

import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

with warnings.catch_warnings(record=True):
    # It stands on a library that calls a part of itself outdated.
    from oidc_provider_mock import (  # type: ignore[import-untyped]
        User,
        run_server_in_thread,
    )

OUTDATED = "ignore:get_jwt_config:DeprecationWarning"
"""What its thread says meanwhile: a filter for ``pytest.mark.filterwarnings``."""


@contextmanager
def provider_of(people: Mapping[str, Mapping[str, object]]) -> Iterator[str]:
    """The issuer of a provider that knows these people, by subject."""
    known = [
        User(sub=subject, claims=dict(claims)) for subject, claims in people.items()
    ]
    with run_server_in_thread(user_claims=known, require_nonce=True) as server:
        yield f"http://localhost:{server.server_port}"
