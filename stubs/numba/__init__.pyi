"""The part of numba that zaslin uses; numba itself ships no types.

Its decorators keep the signature of what they compile, so that a kernel is
checked like any other function.
"""

from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar, overload

_P = ParamSpec("_P")
_R = TypeVar("_R")

@overload
def njit(function: Callable[_P, _R], /) -> Callable[_P, _R]: ...
@overload
def njit(
    signature: Any = ...,
    /,
    *,
    boundscheck: bool = ...,
    cache: bool = ...,
    error_model: str = ...,
    fastmath: bool | set[str] = ...,
    inline: str = ...,
    locals: dict[str, Any] = ...,
    nogil: bool = ...,
    parallel: bool = ...,
) -> Callable[[Callable[_P, _R]], Callable[_P, _R]]: ...
def __getattr__(name: str) -> Any: ...

prange = range
