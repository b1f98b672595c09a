"""The documents as they stand in a file: degrees, ISO-8601 times, metres.

Structs that msgspec decodes, encodes and derives the published schema from.
Bounds and defaults are the domain's; a test compares them.
"""
