"""The edges: files and stores; nothing here decides anything.

Each module reads or writes one kind of thing: bytes of a file, a journal, a study's
folder, a report for people.
Whatever is unusable ends in :class:`zaslin.wire.rejected.Rejected`.
"""
