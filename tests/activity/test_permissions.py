"""Who reads, enters, submits, reopens and reminds, with two regions that know nothing of each
other."""

import pytest
from wagtail.permissions import policy_registry

from activity import permissions
from activity.models import ActivityRecord, Indicator, Report, Target
from activity.permissions import report_policy, structures_where
from catalogue.models import Role
from tests import factories

pytestmark = pytest.mark.django_db

OWN, REGION, ALL, NONE = "own", "region", "all", "none"
POLICY = {"submit": report_policy, "reopen": report_policy, "remind": report_policy}

# role, where it is given: {what: where the person may}
TABLE = [
    (Role.ADVISER, "structure", {"view": OWN, "change": OWN}),
    (Role.STRUCTURE_HEAD, "structure",
     {"view": OWN, "change": OWN, "submit": OWN, "reopen": OWN}),
    (Role.DATA, "structure", {"view": OWN, "change": OWN}),
    (Role.DATA, "region", {"view": REGION}),
    (Role.DATA, "union", {"view": ALL, "change": ALL}),
    (Role.NETWORK_ADMIN, "region", {"view": REGION, "remind": REGION}),
    (Role.NETWORK_ADMIN, "union",
     {"view": ALL, "change": ALL, "submit": ALL, "reopen": ALL, "remind": ALL}),
    (Role.COMMUNICATION, "region", {}),
    (Role.COMMUNICATION, "union", {}),
]  # fmt: skip


def reach(here, there):
    return {
        OWN: {here.structure},
        REGION: {*here.structures},
        ALL: {*here.structures, *there.structures},
        NONE: set(),
    }


@pytest.mark.parametrize("action", ["view", "change", "submit", "reopen", "remind"])
@pytest.mark.parametrize(("role", "at", "allowed"), TABLE)
def test_a_role_acts_where_it_is_given(role, at, allowed, action, member, here, there):
    structures = structures_where(
        member(role, at), action, POLICY.get(action, permissions.record_policy)
    )
    assert set(structures) == reach(here, there)[allowed.get(action, NONE)]


@pytest.mark.parametrize(("role", "at", "allowed"), TABLE)
def test_a_person_sees_the_figures_of_where_they_read(role, at, allowed, member, here, there):
    user = member(role, at)
    structures = [*here.structures, *there.structures]
    records = [factories.ActivityRecordFactory(structure=structure) for structure in structures]
    reports = [factories.ReportFactory(structure=structure) for structure in structures]
    seen = reach(here, there)[allowed.get("view", NONE)]
    assert {record.structure for record in permissions.readable_records(user)} == seen
    assert {report.structure for report in permissions.readable_reports(user)} == seen
    assert len(records) == len(reports) == 4


def test_who_has_no_role_sees_nothing(here, there):
    factories.ActivityRecordFactory(structure=here.structure)
    user = factories.UserFactory()
    assert not permissions.readable_records(user).exists()
    assert not permissions.readable_structures(user).exists()


def test_who_left_sees_nothing(member, here):
    user = member(Role.STRUCTURE_HEAD)
    user.is_active = False
    factories.ActivityRecordFactory(structure=here.structure)
    assert not permissions.readable_records(user).exists()
    assert not permissions.may_enter(user, here.structure)


def test_a_superuser_does_everything(here, there):
    user = factories.UserFactory(is_superuser=True)
    assert set(permissions.remindable_structures(user)) == reach(here, there)[ALL]
    assert permissions.may_submit(user, there.structure)


def test_two_roles_dont_lend_each_other_their_place(member, here, there):
    """An adviser here, a head there: submits there only."""
    user = member(Role.ADVISER)
    factories.MembershipFactory(user=user, role=Role.STRUCTURE_HEAD, structure=there.structure)
    assert permissions.may_enter(user, here.structure)
    assert not permissions.may_submit(user, here.structure)
    assert permissions.may_submit(user, there.structure)


@pytest.mark.parametrize("action", ["view", "change"])
@pytest.mark.parametrize(("role", "at", "allowed"), TABLE)
def test_what_has_no_row_yet_is_where_its_structure_is(
    role, at, allowed, action, member, here, there
):
    user = member(role, at)
    policy = permissions.record_policy
    may = {
        structure
        for structure in [*here.structures, *there.structures]
        if policy.user_has_permission_for_instance(
            user, action, ActivityRecord(structure=structure)
        )
    }
    assert may == reach(here, there)[allowed.get(action, NONE)]


@pytest.mark.parametrize(
    ("role", "at", "may"),
    [(Role.NETWORK_ADMIN, "union", True), (Role.NETWORK_ADMIN, "region", False),
     (Role.STRUCTURE_HEAD, "structure", False), (Role.ADVISER, "structure", False)],
)  # fmt: skip
def test_definitions_are_changed_by_the_national_union_only(role, at, may, member):
    policy = policy_registry.get_by_type(Indicator)
    assert policy.user_has_permission(member(role, at), "change") == may


@pytest.mark.parametrize("model", [ActivityRecord, Report, Target, Indicator])
def test_wagtail_asks_these_policies(model):
    assert isinstance(policy_registry.get_by_type(model), permissions.ActivityPermissionPolicy)
