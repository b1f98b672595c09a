"""Threads that use one file come in their turn."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from zaslin.adapters.ledger.faults import LedgerUnavailable
from zaslin.adapters.ledger.turn import Turn


def test_one_at_a_time_in_the_order_they_came() -> None:
    """Nobody who asks again overtakes those who wait."""
    turn = Turn()
    order: list[int] = []
    inside = threading.Semaphore(1)

    def use(number: int) -> None:
        with turn.taken(30.0):
            assert inside.acquire(blocking=False)
            order.append(number)
            inside.release()

    with ThreadPoolExecutor(8) as pool, turn.taken(1.0):
        for number in range(8):
            pool.submit(use, number)
            while len(turn._waiting) <= number:  # noqa: SLF001
                pass
    assert order == list(range(8))


def test_many_threads_come_through_it() -> None:
    """With some that take it twice."""
    turn = Turn()
    count = 0

    def use() -> None:
        nonlocal count
        for _ in range(200):
            with turn.taken(30.0), turn.taken(30.0):
                held = count
                count = held + 1

    threads = [threading.Thread(target=use) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert count == 1_600


def test_whoever_waits_too_long_is_told() -> None:
    """And is not called later: the next one is."""
    turn = Turn()
    with turn.taken(1.0), ThreadPoolExecutor(1) as pool:

        def late() -> None:
            with turn.taken(0.01):
                raise AssertionError("it was not free")

        with pytest.raises(LedgerUnavailable, match="busy"):
            pool.submit(late).result()
    with turn.taken(0.01):
        pass
