"""What every error of the service looks like (RFC 9457)."""

from typing import Annotated

from msgspec import Meta, Struct


class ProblemPlace(Struct, frozen=True, kw_only=True):
    """One place of a request that cannot be used."""

    place: Annotated[
        str, Meta(description="$.tracks[3].id, query.limit, header.If-Match")
    ]
    value: Annotated[str, Meta(description="what stands there, cut and escaped")]
    accepted: Annotated[str, Meta(description="what may stand there")]


class Problem(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A request that was not carried out, and why.

    Some codes add members of their own; a reader ignores those it does not know.
    """

    type: Annotated[str, Meta(description="urn:zaslin:problem:<code>")]
    title: Annotated[str, Meta(description="what kind of problem, always the same")]
    status: Annotated[int, Meta(ge=400, le=599)]
    code: Annotated[str, Meta(description="a stable word to branch on")]
    detail: Annotated[str, Meta(description="this case, for a person to read")] = ""
    errors: Annotated[
        tuple[ProblemPlace, ...], Meta(description="places of the request")
    ] = ()
    request_id: Annotated[
        str, Meta(description="names this request in the service's log")
    ] = ""
