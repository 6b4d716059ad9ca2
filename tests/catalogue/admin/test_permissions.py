"""Each role's rights, as `docs/roles.md` says them, and the borders that no role crosses."""

import pytest
from django.contrib.auth.models import AnonymousUser
from wagtail.permissions import policy_registry

from catalogue import models
from catalogue.models import Role
from tests import factories

from .worlds import HERE, THERE, worlds_for_the_module

ACTIONS = ["view", "add", "change", "publish", "lock", "unlock", "delete"]
OWNED = {
    "structure": models.Structure,
    "site": models.ReceptionSite,
    "offer": models.Offer,
    "coverage": models.Coverage,
    "agreement": models.Agreement,
    "membership": models.Membership,
}
NONE, READ = set(), {"view"}
DRAFT = {"view", "add", "change"}
EDIT = {"view", "change", "publish", "lock", "unlock"}
MANAGE = {"view", "add", "change", "delete"}
ALL = set(ACTIONS)

RIGHTS = {
    (Role.COMMUNICATION, "structure"): EDIT | {"add"},
    (Role.COMMUNICATION, "site"): ALL,
    (Role.COMMUNICATION, "offer"): ALL,
    (Role.COMMUNICATION, "coverage"): READ,
    (Role.COMMUNICATION, "agreement"): DRAFT,
    (Role.COMMUNICATION, "membership"): NONE,
    (Role.DATA, "structure"): EDIT,
    (Role.DATA, "site"): ALL,
    (Role.DATA, "offer"): ALL,
    (Role.DATA, "coverage"): MANAGE,
    (Role.DATA, "agreement"): READ,
    (Role.DATA, "membership"): NONE,
    (Role.ADVISER, "structure"): READ,
    (Role.ADVISER, "site"): READ,
    (Role.ADVISER, "offer"): DRAFT,
    (Role.ADVISER, "coverage"): READ,
    (Role.ADVISER, "agreement"): READ,
    (Role.ADVISER, "membership"): NONE,
    (Role.STRUCTURE_HEAD, "structure"): EDIT,
    (Role.STRUCTURE_HEAD, "site"): ALL,
    (Role.STRUCTURE_HEAD, "offer"): ALL,
    (Role.STRUCTURE_HEAD, "coverage"): READ,
    (Role.STRUCTURE_HEAD, "agreement"): MANAGE,
    (Role.STRUCTURE_HEAD, "membership"): READ,
    (Role.NETWORK_ADMIN, "structure"): ALL,
    (Role.NETWORK_ADMIN, "site"): ALL,
    (Role.NETWORK_ADMIN, "offer"): ALL,
    (Role.NETWORK_ADMIN, "coverage"): MANAGE,
    (Role.NETWORK_ADMIN, "agreement"): MANAGE,
    (Role.NETWORK_ADMIN, "membership"): MANAGE,
}


@pytest.fixture(scope="module", autouse=True)
def shared(django_db_setup, django_db_blocker):
    with worlds_for_the_module(django_db_blocker, HERE, THERE) as worlds:
        yield worlds


def rights(user, instance):
    policy = policy_registry.get(instance)
    return {
        action
        for action in ACTIONS
        if policy.user_has_permission_for_instance(user, action, instance)
    }


def unsaved(instance):
    """Another one, in the same place, that has no row yet."""
    instance.pk = None
    return instance


@pytest.mark.parametrize(("role", "kind"), RIGHTS)
def test_a_role_gives_its_rights_here(role, kind, member, here):
    instance = getattr(here, kind)
    assert rights(member(role), instance) == RIGHTS[role, kind]
    assert rights(member(role), unsaved(instance)) == RIGHTS[role, kind]


@pytest.mark.parametrize("kind", OWNED)
@pytest.mark.parametrize("role", Role.values)
def test_a_role_gives_no_right_elsewhere(role, kind, member, there):
    instance = getattr(there, kind)
    assert rights(member(role), instance) == NONE
    assert rights(member(role), unsaved(instance)) == NONE


@pytest.mark.parametrize("role", dict.fromkeys(role for role, _kind in RIGHTS))
def test_what_is_nowhere_yet_may_be_begun_by_who_may_begin_one_somewhere(role, member):
    """A form says where it may go."""
    user = member(role)
    found = {(role, kind): rights(user, model()) for kind, model in OWNED.items()}
    assert found == {key: expected for key, expected in RIGHTS.items() if key[0] == role}


def test_what_is_begun_is_within_reach_of_the_membership_that_allows_it(member, there):
    """An adviser here who heads a structure there publishes there, and only there."""
    user = member(Role.ADVISER)
    here = user.memberships.get().structure
    factories.MembershipFactory(user=user, role=Role.STRUCTURE_HEAD, structure=there.structure)
    assert rights(user, models.Offer(structure=here)) == DRAFT
    assert rights(user, models.Offer(structure=there.structure)) == ALL


@pytest.mark.parametrize("name", ["structure", "site"])
def test_all_that_a_new_object_names_is_within_reach(name, member, here, there):
    places = {"structure": here.structure, "site": here.site}
    assert rights(member(Role.STRUCTURE_HEAD), models.Offer(**places)) == ALL
    elsewhere = models.Offer(**places | {name: getattr(there, name)})
    assert rights(member(Role.STRUCTURE_HEAD), elsewhere) == NONE


def test_a_new_session_is_where_its_offer_is(member, here, there):
    user = member(Role.STRUCTURE_HEAD)
    assert rights(user, models.OfferSession(offer=here.offer)) == rights(user, here.session)
    assert rights(user, models.OfferSession(offer=there.offer)) == NONE


def test_what_a_network_holds_is_begun_in_one_s_own(member, here, there):
    user = member(Role.NETWORK_ADMIN)
    for network, expected in ((here.network, MANAGE), (there.network, NONE)):
        agreement = models.Agreement(structure=None, network=network)
        assert rights(user, agreement) == expected


@pytest.mark.parametrize("model", OWNED.values())
@pytest.mark.parametrize("role", Role.values)
def test_nothing_of_elsewhere_is_visible(role, model, member, here, there):
    owned_there = {getattr(there, kind) for kind in OWNED}
    assert not owned_there & set(model.objects.visible_to(member(role)))


def test_a_session_is_seen_with_its_offer(member, here, there):
    visible = models.OfferSession.objects.visible_to(member(Role.ADVISER))
    assert list(visible) == [here.session]


@pytest.mark.parametrize("kind", OWNED)
def test_a_superuser_may_do_everything(kind, superuser, here):
    assert rights(superuser, getattr(here, kind)) == ALL
    assert rights(superuser, unsaved(getattr(here, kind))) == ALL


@pytest.mark.parametrize("kind", OWNED)
def test_a_closed_account_may_do_nothing(kind, member, superuser, here):
    for user in (member(Role.NETWORK_ADMIN), superuser):
        user.is_active = False
        assert rights(user, getattr(here, kind)) == rights(user, OWNED[kind]()) == NONE
        assert not OWNED[kind].objects.visible_to(user)


@pytest.mark.parametrize("kind", OWNED)
def test_nobody_may_do_anything_without_membership(kind, here):
    for user in (factories.UserFactory(is_staff=True), AnonymousUser()):
        assert rights(user, getattr(here, kind)) == rights(user, OWNED[kind]()) == NONE
        assert not OWNED[kind].objects.visible_to(user)


def test_a_group_without_membership_opens_nothing(member, here, django_user_model):
    """Whoever may edit groups doesn't get at a structure that way."""
    stranger = factories.UserFactory()
    stranger.groups.set(member(Role.NETWORK_ADMIN).groups.all())
    assert rights(stranger, here.offer) == NONE


def test_a_role_counts_where_it_was_given(member, here, there):
    """An adviser here who heads a structure there publishes there, and only there."""
    user = member(Role.ADVISER)
    factories.MembershipFactory(user=user, role=Role.STRUCTURE_HEAD, structure=there.structure)
    assert rights(user, here.offer) == DRAFT
    assert rights(user, there.offer) == ALL


def test_a_network_reaches_every_structure_it_has(member, here):
    other = factories.OfferFactory(structure__network=here.network)
    assert rights(member(Role.COMMUNICATION), other) == ALL
    assert rights(member(Role.STRUCTURE_HEAD), other) == NONE


def test_the_national_union_reaches_every_region(here, there):
    union = factories.NetworkFactory(kind=models.Network.Kind.NATIONAL)
    models.Network.objects.filter(pk=here.network.pk).update(parent=union)
    user = factories.MembershipFactory(role=Role.DATA, structure=None, network=union).user
    assert rights(user, here.offer) == ALL
    assert rights(user, there.offer) == NONE


SHARED = [factories.SchemeFactory, factories.ThemeFactory, factories.NetworkFactory]


@pytest.mark.parametrize("factory", SHARED)
def test_what_all_share_is_changed_from_a_network(factory, member):
    shared = factory()
    assert rights(member(Role.COMMUNICATION, in_network=False), shared) <= READ
    assert rights(member(Role.NETWORK_ADMIN, in_network=False), shared) <= READ


def test_schemes_are_written_by_communication_and_read_by_all(member):
    scheme = factories.SchemeFactory()
    assert rights(member(Role.COMMUNICATION), scheme) == ALL
    for role in (Role.DATA, Role.ADVISER, Role.STRUCTURE_HEAD):
        assert rights(member(role, in_network=True), scheme) == READ


def test_a_partner_is_deleted_from_a_network_only(member):
    partner = factories.PartnerFactory()
    assert rights(member(Role.DATA, in_network=False), partner) == ALL - {"delete"}
    assert rights(member(Role.DATA, in_network=True), partner) == ALL


def test_an_offer_that_holds_everywhere_is_the_networks_business(member):
    offer = factories.OfferFactory(structure=None)
    assert rights(member(Role.STRUCTURE_HEAD), offer) == NONE
    assert rights(member(Role.COMMUNICATION), offer) == ALL


def test_a_permission_taken_from_the_group_is_taken_from_the_role(member, here):
    """The rights of a role can be trimmed in Wagtail's own screen for groups."""
    user = member(Role.STRUCTURE_HEAD)
    group = user.groups.get()
    group.permissions.remove(*group.permissions.filter(codename="delete_offer"))
    assert rights(type(user).objects.get(pk=user.pk), here.offer) == ALL - {"delete"}
