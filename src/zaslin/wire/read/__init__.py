"""Documents to domain objects: degrees to metres, times to seconds, ids checked."""
