"""The worker's own process: reads questions, sends plans, knows nothing else.

Started by :mod:`zaslin.adapters.planning.process` as
``python -m zaslin.adapters.planning.worker CHANNEL PARENT MEMORY NICENESS``.
"""

import gc
import socket
import sys
from collections.abc import Callable, Sequence

from zaslin.adapters.planning.confine import Limits, confine

Monotonic = Callable[[], float]

_OUT_OF_MEMORY = 70


def main(arguments: Sequence[str]) -> int:
    """Bind the process first, only then load what plans."""
    channel, parent, memory_bytes, niceness = map(int, arguments)
    confine(Limits(memory_bytes=memory_bytes, niceness=niceness), parent)
    from zaslin.adapters import clock
    from zaslin.adapters.planning.answer import Answering

    with socket.socket(fileno=channel) as connection:
        connection.setblocking(True)
        answering = Answering(connection, clock.monotonic)
        try:
            answering.serve()
        except MemoryError:
            gc.collect()
            answering.say_out_of_memory()
            return _OUT_OF_MEMORY
        except (BrokenPipeError, ConnectionResetError):
            # Nobody is there any more to be told anything.
            return 0
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
