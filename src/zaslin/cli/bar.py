"""A progress bar with the time left, on standard error and on a terminal only."""

import contextlib
import sys
from collections.abc import Callable, Iterator


@contextlib.contextmanager
def bar(doing: str, total: int) -> Iterator[Callable[[int], None]]:
    """Yields a function that is told how much of ``total`` is done.

    What is done at the first call was done before, and does not count as speed.
    """
    if sys.stderr is None or not sys.stderr.isatty():
        yield _nobody
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        Progress,
        TaskID,
        TaskProgressColumn,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    # The streams stay what they are: others write to them meanwhile.
    with Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        TaskProgressColumn(),
        TextColumn("after"),
        TimeElapsedColumn(),
        TextColumn("left"),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
        redirect_stdout=False,
        redirect_stderr=False,
    ) as progress:
        tasks: list[TaskID] = []

        def tell(done: int) -> None:
            if not tasks:
                tasks.append(progress.add_task(doing, total=total, completed=done))
            progress.update(tasks[0], completed=done)

        yield tell


def _nobody(_: int) -> None:
    """Nobody is watching."""
