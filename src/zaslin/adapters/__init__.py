"""The edges: files and feeds in, plans out; nothing here decides anything.

Reading: ``read_file.read_file`` gives bytes, ``picture_json.decode`` a picture,
``feeds.decode`` and ``tracks.with_tracks`` lay track reports over it.
Writing: ``picture_json.encode``, ``plan_json.encode``.
Schemas: ``picture_json.picture_schema``, ``plan_json.plan_schema``.
Whatever is unusable ends in :class:`zaslin.adapters.rejected.Rejected`.
"""
