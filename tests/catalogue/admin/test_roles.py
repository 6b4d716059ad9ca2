"""Groups come from a migration, and people's groups from their memberships."""

import importlib

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission
from wagtail.models import GroupCollectionPermission, GroupPagePermission

from catalogue.models import Membership, Role
from tests import factories

pytestmark = pytest.mark.django_db
roles = importlib.import_module("catalogue.migrations.0002_roles")
#: What the apps above add to the groups.
ADDITIONS = [
    importlib.import_module(f"{app}.migrations.{name}")
    for app, name in [("activity", "0002_roles"), ("imports", "0002_roles"), ("cms", "0003_roles")]
]


def groups_of(user):
    return set(user.groups.values_list("name", flat=True))


def snapshot():
    return (
        set(Group.permissions.through.objects.values_list("group__name", "permission__codename")),
        GroupPagePermission.objects.count(),
        GroupCollectionPermission.objects.count(),
        Permission.objects.count(),
    )


def test_every_role_has_its_group():
    assert set(Role.labels) <= set(Group.objects.values_list("name", flat=True))


def test_every_role_opens_the_admin():
    for label in Role.labels:
        assert Group.objects.get(name=label).permissions.filter(codename="access_admin").exists()


def test_the_migration_can_run_again():
    before = snapshot()
    roles.create_roles(apps, None)
    assert snapshot() == before


def test_the_migration_can_be_undone_and_done_again():
    before = snapshot()
    for addition in ADDITIONS:
        addition.revoke(apps, None)
    roles.remove_roles(apps, None)
    assert not Group.objects.filter(name__in=Role.labels).exists()
    roles.create_roles(apps, None)
    for addition in ADDITIONS:
        addition.grant(apps, None)
    assert snapshot() == before


def test_the_permissions_of_the_migration_are_those_of_django_and_wagtail():
    """A misspelt one would be created by the migration and never asked for."""
    codenames = set(Permission.objects.values_list("codename", flat=True))
    roles.remove_roles(apps, None)
    Permission.objects.all().delete()
    roles.create_roles(apps, None)
    for addition in ADDITIONS:
        addition.grant(apps, None)
    assert set(Permission.objects.values_list("codename", flat=True)) <= codenames


def test_a_membership_brings_its_group_and_takes_it_away():
    membership = factories.MembershipFactory(role=Role.DATA)
    assert groups_of(membership.user) == {"Référent données"}
    membership.delete()
    assert groups_of(membership.user) == set()


def test_a_changed_role_changes_the_group():
    membership = factories.MembershipFactory(role=Role.DATA)
    membership.role = Role.ADVISER
    membership.save()
    assert groups_of(membership.user) == {"Conseiller"}


def test_a_role_held_twice_stays_until_both_are_gone():
    first = factories.MembershipFactory()
    second = factories.MembershipFactory(user=first.user)
    first.delete()
    assert groups_of(first.user) == {"Conseiller"}
    Membership.objects.filter(pk=second.pk).delete()
    assert groups_of(first.user) == set()


def test_a_membership_handed_over_leaves_nothing_behind():
    membership = factories.MembershipFactory()
    former, membership.user = membership.user, factories.UserFactory()
    membership.save()
    assert groups_of(former) == set()
    assert groups_of(membership.user) == {"Conseiller"}


def test_other_groups_are_left_alone():
    membership = factories.MembershipFactory()
    membership.user.groups.add(Group.objects.create(name="Comité"))
    membership.delete()
    assert groups_of(membership.user) == {"Comité"}


def test_memberships_go_with_their_structure_and_the_group_with_them():
    membership = factories.MembershipFactory()
    membership.structure.delete()
    assert groups_of(membership.user) == set()


def test_an_account_can_be_deleted_with_its_memberships():
    membership = factories.MembershipFactory()
    membership.user.delete()
    assert not Membership.objects.exists()
