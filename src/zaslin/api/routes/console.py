"""The operator console: one page and its files, as the set-up has built them.

Names are those of the built folder, read once: no path of a request reaches a disk.
"""

import gzip
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from zaslin.api.access import public
from zaslin.api.errors import Code, ProblemError

router = APIRouter(include_in_schema=False)

PAGE = "index.html"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types default"
)
"""Nothing but the service itself, no inline code, no text that becomes markup."""

_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".txt": "text/plain; charset=utf-8",
}
# A name with a digest in it never means other bytes.
_FOR_EVER = "public, max-age=31536000, immutable"
_ASK_AGAIN = "no-cache"


@dataclass(frozen=True, slots=True, kw_only=True)
class BuiltFile:
    """A file of the console with what is sent of it."""

    kind: str
    plain: bytes
    packed: bytes


def built(folder: Traversable) -> dict[str, BuiltFile]:
    """The files of a built console by name; none where it has not been built."""
    if not folder.is_dir():
        return {}
    found: dict[str, BuiltFile] = {}
    for each in folder.iterdir():
        suffix = f".{each.name.rpartition('.')[2]}"
        if each.is_file() and suffix in _TYPES:
            plain = each.read_bytes()
            found[each.name] = BuiltFile(
                kind=_TYPES[suffix], plain=plain, packed=gzip.compress(plain, mtime=0)
            )
    return found


@cache
def _console() -> dict[str, BuiltFile]:
    return built(files("zaslin") / "static")


@router.get("/", dependencies=[public("the page on which people sign in")])
async def console_page(request: Request) -> Response:
    """The page; it shows nothing before somebody has signed in."""
    return _file(request, PAGE, _ASK_AGAIN)


@router.get("/{name}", dependencies=[public("code and map of the page")])
async def console_file(request: Request, name: str) -> Response:
    """A file that the page names."""
    return _file(request, name, _FOR_EVER)


def _file(request: Request, name: str, caching: str) -> Response:
    found = _console().get(name)
    if found is None:
        hint = "; the console is built by make console" if not _console() else ""
        raise ProblemError(Code.NOT_FOUND, f"no file of the console{hint}")
    packs = "gzip" in request.headers.get("accept-encoding", "")
    headers = {
        "Cache-Control": caching,
        "Content-Security-Policy": POLICY,
        "Vary": "Accept-Encoding",
    }
    if packs:
        headers["Content-Encoding"] = "gzip"
    body = found.packed if packs else found.plain
    return Response(body, media_type=found.kind, headers=headers)
