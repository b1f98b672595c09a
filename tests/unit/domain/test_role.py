"""Who may do what: the grants, the scopes, and what no role and no key has."""

import csv
import itertools
import re
from pathlib import Path

import pytest

from zaslin.domain.person import Key, Principal, PrincipalKind, User
from zaslin.domain.role import (
    GRANTS,
    KEY_ROLES,
    PERSON_ONLY,
    PERSON_ROLES,
    Grant,
    Permission,
    Role,
    Scope,
    permitted,
)

DOCS = Path(__file__).parents[3] / "docs"


def test_every_role_has_its_grants_and_every_permission_a_role() -> None:
    """Nothing is granted to nobody, and nobody is forgotten."""
    assert set(GRANTS) == set(Role)
    assert set().union(*GRANTS.values()) == set(Permission)


def test_identification_and_engagement_are_two_authorities() -> None:
    """No role has both; who decides does not set the control either."""
    for granted in GRANTS.values():
        assert len(granted & {Permission.IDENTIFY, Permission.DECIDE}) <= 1
        assert len(granted & {Permission.CONTROL, Permission.DECIDE}) <= 1
        assert len(granted & {Permission.ADMIN_PEOPLE, Permission.DECIDE}) <= 1


def test_exactly_one_role_decides_identifies_and_administers() -> None:
    """So that the question who may has a short answer."""
    for permission, role in (
        (Permission.DECIDE, Role.ENGAGEMENT_AUTHORITY),
        (Permission.IDENTIFY, Role.ID_AUTHORITY),
        (Permission.ADMIN_PEOPLE, Role.ADMIN),
        (Permission.REPORT, Role.FEED),
        (Permission.CONTROL, Role.SUPERVISOR),
    ):
        assert [each for each in Role if permission in GRANTS[each]] == [role]


def test_no_role_of_a_key_has_what_a_person_answers_for() -> None:
    """Not even by its grants, before any guard asks what kind of caller it is."""
    for role in KEY_ROLES:
        assert not GRANTS[role] & PERSON_ONLY
    assert set(Role) == PERSON_ROLES | KEY_ROLES
    assert KEY_ROLES - {Role.FEED} == PERSON_ROLES & KEY_ROLES


def test_whoever_may_act_on_a_desk_sees_it() -> None:
    """Nobody decides in the dark; feeds and administrators do neither."""
    for role, granted in GRANTS.items():
        acts = granted - {
            Permission.REPORT,
            Permission.ADMIN_PEOPLE,
            Permission.METRICS,
        }
        assert not acts or Permission.SEE in granted, role


@pytest.mark.parametrize(
    ("scope", "desks"),
    [
        (Scope.LIVE, {"live"}),
        (Scope.SIM, {"sim", "replay"}),
        (Scope.ALL, {"live", "sim", "replay", "another"}),
    ],
)
def test_a_role_holds_on_the_desks_of_its_scope(scope: Scope, desks: set[str]) -> None:
    """A trainee is nobody on the live desk."""
    grants = [Grant(role=Role.ENGAGEMENT_AUTHORITY, scope=scope)]

    may = {
        desk
        for desk in ("live", "sim", "replay", "another")
        if permitted(grants, Permission.DECIDE, desk)
    }

    assert may == desks


def test_roles_do_not_lend_one_another_their_desks() -> None:
    """Viewer on the live desk and authority in exercises is no authority live."""
    grants = [
        Grant(role=Role.VIEWER, scope=Scope.LIVE),
        Grant(role=Role.ENGAGEMENT_AUTHORITY, scope=Scope.SIM),
    ]

    assert permitted(grants, Permission.SEE, "live")
    assert not permitted(grants, Permission.DECIDE, "live")


def test_people_are_administered_by_who_has_it_everywhere() -> None:
    """There is one list of people, not one for each desk."""
    for scope in Scope:
        grants = [Grant(role=Role.ADMIN, scope=scope)]
        assert permitted(grants, Permission.ADMIN_PEOPLE, None) is (scope is Scope.ALL)


def test_exercises_are_started_by_who_may_on_their_desk() -> None:
    """The path names none."""
    for role, permission in (
        (Role.SUPERVISOR, Permission.EXERCISE),
        (Role.AUDITOR, Permission.REPLAY),
    ):
        assert permitted([Grant(role=role, scope=Scope.SIM)], permission, None)
        assert not permitted([Grant(role=role, scope=Scope.LIVE)], permission, None)
        assert permitted([Grant(role=role, scope=Scope.LIVE)], permission, "live")


def test_nobody_may_anything_by_default() -> None:
    """Without a role there is nothing, on no desk."""
    for permission, desk in itertools.product(Permission, ("live", "sim", None)):
        assert not permitted([], permission, desk)


@pytest.mark.parametrize("role", sorted(set(Role) - KEY_ROLES))
def test_a_key_is_not_made_with_an_authority(role: Role) -> None:
    """The object itself refuses, whatever made it."""
    with pytest.raises(ValueError, match="a person answers"):
        Key(
            prefix="0",
            name="tower",
            grants=frozenset({Grant(role=role, scope=Scope.ALL)}),
            created_at_s=0.0,
            created_by="x",
            expires_s=1.0,
        )


def test_a_user_is_not_made_a_feed() -> None:
    """Reports come from sources, which hold keys."""
    feeds = frozenset({Grant(role=Role.FEED, scope=Scope.ALL)})

    with pytest.raises(ValueError, match="feeds have keys"):
        User(name="olena", grants=feeds)


def test_a_principal_says_what_it_may() -> None:
    """As its grants do."""
    who = Principal(
        user_id="olena",
        name="olena",
        kind=PrincipalKind.PERSON,
        grants=frozenset({Grant(role=Role.PLANNER, scope=Scope.SIM)}),
        session_id="1",
    )

    assert who.may(Permission.STOCK, "sim")
    assert who.may(Permission.STOCK)
    assert not who.may(Permission.STOCK, "live")


def test_the_table_of_the_documentation_is_the_one_of_the_code() -> None:
    """docs/people.md, permission by permission."""
    text = (DOCS / "people.md").read_text(encoding="utf-8")
    block = text.partition("<!-- roles -->")[2].partition("<!-- end of roles -->")[0]
    header, _, *lines = [
        [cell.strip() for cell in line.strip()[1:-1].split("|")]
        for line in block.strip().splitlines()
    ]
    permissions = [re.sub("[`]", "", each) for each in header[1:]]

    documented = {
        Role(line[0].strip("`")): {
            Permission(permission)
            for permission, cell in zip(permissions, line[1:], strict=True)
            if cell == "yes"
        }
        for line in lines
    }

    assert documented == {role: set(granted) for role, granted in GRANTS.items()}


def test_security_requirements_name_tests_that_exist() -> None:
    """docs/security.md: a requirement is met by a test, or said not to be."""
    text = (DOCS / "security.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", text))
    assert len(named) > 40

    missing = [
        f"{file}::{test}"
        for file, test in sorted(named)
        if f"def {test}(" not in (DOCS.parent / file).read_text(encoding="utf-8")
    ]

    assert not missing


def test_the_matrix_is_a_table_of_all_roles() -> None:
    """tests/service/matrix.csv has a column for each, or DictReader would not see."""
    table = Path(__file__).parents[2] / "service" / "matrix.csv"
    with table.open(encoding="utf-8", newline="") as file:
        header = next(csv.reader(file))

    assert header == ["call", *(role.value for role in Role), "key", "step_up", "where"]
