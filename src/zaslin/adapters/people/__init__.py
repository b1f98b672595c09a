"""Users, their sessions and the keys of other systems, beside the ledger."""

from zaslin.adapters.people.first import demo_users, first_admin
from zaslin.adapters.people.ground import Ground, make_ground
from zaslin.adapters.people.oidc import Provider, ProviderParams, make_client
from zaslin.adapters.people.params import PeopleParams
from zaslin.adapters.people.store import PeopleStore

__all__ = [
    "Ground",
    "PeopleParams",
    "PeopleStore",
    "Provider",
    "ProviderParams",
    "demo_users",
    "first_admin",
    "make_client",
    "make_ground",
]
