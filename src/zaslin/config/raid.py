"""Places and the way a recorded raid is played out, from ``configs``."""

from zaslin.config.folder import config_folder
from zaslin.config.table import read_into
from zaslin.sim.place import Places
from zaslin.sim.profile import RaidProfile


def read_places() -> Places:
    """Public city centroids and launch areas."""
    return read_into(Places, config_folder() / "places" / "places.toml")


def read_raid_profile() -> RaidProfile:
    """Speeds, altitudes, arrival profile, sensors, identification, decoys."""
    return read_into(RaidProfile, config_folder() / "raids" / "profile.toml")
