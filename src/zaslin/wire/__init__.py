"""The language of the outside: documents and feeds, read and written; no files.

``form`` has the documents as they are stated, ``read`` takes them into the domain,
``write`` takes the domain out, ``feeds`` decodes track reports.
Documents: ``picture_json``, ``plan_json``; ``journal_line`` is one line of a journal.
Whatever is unusable ends in :class:`zaslin.wire.rejected.Rejected`.
"""
