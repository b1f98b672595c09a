"""Instances of the static weapon-target assignment problem: three formats of files.

``read.read`` gives an instance, ``write.write`` stores one; docs/formats.md has the
formats.  Whatever is unusable ends in :class:`zaslin.wire.rejected.Rejected`.
"""
