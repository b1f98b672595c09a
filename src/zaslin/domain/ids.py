"""Names of things; distinct types so that a track is never passed for a unit."""

from typing import NewType

TrackId = NewType("TrackId", str)
FireUnitId = NewType("FireUnitId", str)
PositionId = NewType("PositionId", str)
InterceptorTypeId = NewType("InterceptorTypeId", str)
AssetId = NewType("AssetId", str)
ZoneId = NewType("ZoneId", str)
EngagementId = NewType("EngagementId", str)

CURRENT_POSITION = PositionId("current")
"""Where a fire unit stands now, as opposed to a prepared position it may drive to."""
