"""Planning in a process of its own, which may hang, lie or die without harm.

See docs/decisions/0022-a-worker-that-may-be-killed.md.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from zaslin.adapters.planning.confine import Limits
    from zaslin.adapters.planning.supervisor import SupervisedWorkers, start

__all__ = ["Limits", "SupervisedWorkers", "start"]


def __getattr__(name: str) -> Any:
    """Load a public name when it is used: a worker starts through here as well."""
    if name in ("SupervisedWorkers", "start"):
        from zaslin.adapters.planning import supervisor

        return getattr(supervisor, name)
    if name == "Limits":
        from zaslin.adapters.planning.confine import Limits

        return Limits
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
