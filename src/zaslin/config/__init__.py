"""Read and validate ``configs/``: every number that can be changed without code.

A wrong entry is refused with the file, the key, the value and what is accepted.
"""

from zaslin.config.defence import read_interceptor_types, read_laydown
from zaslin.config.folder import ConfigError, config_folder, shipped
from zaslin.config.nights import read_night, read_nights
from zaslin.config.params import read_params
from zaslin.config.raid import read_places, read_raid_profile
from zaslin.config.scenario import read_scenario

__all__ = [
    "ConfigError",
    "config_folder",
    "read_interceptor_types",
    "read_laydown",
    "read_night",
    "read_nights",
    "read_params",
    "read_places",
    "read_raid_profile",
    "read_scenario",
    "shipped",
]
