"""The chain, by its published definition and in no other words."""

import hashlib

from zaslin.wire.chain import next_root, origin_of, start_of


def test_the_definition() -> None:
    """Anybody computes it with a hash function and nothing else."""
    start = hashlib.sha256(b'{"schema":"x"}\n').digest()
    assert start_of(b'{"schema":"x"}\n') == start
    first = hashlib.sha256(b"zaslin/entry/1\x00" + start + b"line\n").digest()
    assert next_root(start, b"line\n") == first
    assert origin_of(start) == f"zaslin/journal/{start.hex()[:32]}"


def test_where_a_line_ends_matters() -> None:
    """No two journals come to one root by moving bytes between lines."""
    start = start_of(b"h\n")
    one = next_root(next_root(start, b"ab\n"), b"c\n")
    two = next_root(next_root(start, b"a\n"), b"bc\n")
    assert one != two
