"""The journal of a desk as NDJSON: a header, then one entry on each line.

Writing: ``file.FileJournal`` as it grows, ``file.write`` all at once.
Reading: ``file.read``, one entry after the other; ``wire.journal_line`` has one line.
Numbers are those of the desk, in its local frame and to the last bit, where documents
for others speak of latitudes and rounded degrees: a replay has to come to the same.
"""
