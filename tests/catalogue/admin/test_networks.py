"""A region manages itself; what holds for the whole country is the national union's to give."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from catalogue.models import Membership, Network, Role
from tests import factories
from tests.catalogue.admin.tools import admin_url, submit

pytestmark = pytest.mark.dialect


@pytest.fixture
def union(here):
    """Above the network here."""
    union = factories.NetworkFactory(name="Union nationale", kind=Network.Kind.NATIONAL)
    here.network.parent = union
    here.network.save()
    return union


@pytest.fixture
def of_the_region(union, sign_in):
    return sign_in(Role.NETWORK_ADMIN)


@pytest.fixture
def of_the_union(union, client):
    user = factories.MembershipFactory(role=Role.NETWORK_ADMIN, structure=None, network=union).user
    client.force_login(user)
    return client


def give(client, here, role):
    return submit(
        client,
        admin_url(Membership, "add"),
        email=here.membership.user.email,
        role=role,
        network=here.network.pk,
    )


def roles_given(here):
    given = here.network.memberships.filter(user=here.membership.user)
    return list(given.values_list("role", flat=True))


def offered_roles(client, url):
    return {value for value, _label in client.get(url).context["form"].fields["role"].choices}


# --- The role that holds all the pages


def test_a_region_doesnt_hand_out_the_pages_of_the_whole_site(of_the_region, here):
    assert Role.COMMUNICATION not in offered_roles(of_the_region, admin_url(Membership, "add"))
    answer = give(of_the_region, here, Role.COMMUNICATION)
    assert "role" in answer.context["form"].errors
    assert roles_given(here) == []


def test_a_region_gives_its_other_roles(of_the_region, here):
    give(of_the_region, here, Role.DATA)
    assert roles_given(here) == [Role.DATA]


def test_a_region_doesnt_turn_another_role_into_that_one(of_the_region, here):
    membership = factories.MembershipFactory(role=Role.DATA, structure=None, network=here.network)
    answer = submit(of_the_region, admin_url(membership, "edit"), role=Role.COMMUNICATION)
    assert "role" in answer.context["form"].errors
    membership.refresh_from_db()
    assert membership.role == Role.DATA


def test_a_role_that_the_union_gave_may_stay(of_the_region, here):
    membership = factories.MembershipFactory(
        role=Role.COMMUNICATION, structure=None, network=here.network
    )
    assert submit(of_the_region, admin_url(membership, "edit")).status_code == 302


def test_a_role_in_the_union_that_gives_none_opens_no_pages(of_the_region, union, here):
    """Data staff of the union who administer a region speak for the region."""
    user = here.network.memberships.get(role=Role.NETWORK_ADMIN).user
    factories.MembershipFactory(user=user, role=Role.DATA, structure=None, network=union)
    assert "role" in give(of_the_region, here, Role.COMMUNICATION).context["form"].errors


@pytest.mark.parametrize("who", ["of_the_union", "admin"])
def test_the_union_and_superusers_hand_out_the_pages(who, request, union, here):
    give(request.getfixturevalue(who), here, Role.COMMUNICATION)
    assert roles_given(here) == [Role.COMMUNICATION]


# --- A network's place among the others


@pytest.mark.parametrize("parent", ["", "there"])
def test_a_region_changes_neither_its_kind_nor_what_is_above_it(
    parent, of_the_region, union, here, there
):
    submit(
        of_the_region,
        admin_url(here.network, "edit"),
        name="Un autre nom",
        kind=Network.Kind.NATIONAL,
        parent=there.network.pk if parent else "",
    )
    here.network.refresh_from_db()
    assert here.network.name == "Un autre nom"
    assert (here.network.kind, here.network.parent) == (Network.Kind.REGIONAL, union)


def test_a_region_makes_no_network_that_has_none_above_it(of_the_region):
    url, form = admin_url(Network, "add"), {"name": "Autre", "code": "autre"}
    answer = submit(of_the_region, url, **form, kind=Network.Kind.NATIONAL)
    assert set(answer.context["form"].errors) == {"parent"}
    assert not Network.objects.filter(code="autre").exists()


def test_a_region_makes_networks_below_itself(of_the_region, here):
    submit(
        of_the_region,
        admin_url(Network, "add"),
        name="Bassin",
        code="bassin",
        parent=here.network.pk,
        kind=Network.Kind.NATIONAL,
    )
    made = Network.objects.get(code="bassin")
    assert (made.parent, made.kind) == (here.network, Network.Kind.REGIONAL)


def test_the_union_moves_a_region(of_the_union, here):
    submit(of_the_union, admin_url(here.network, "edit"), parent="")
    here.network.refresh_from_db()
    assert here.network.parent is None


def test_no_network_is_above_itself(here):
    here.network.parent = here.network
    with pytest.raises(ValidationError, match="son propre parent"):
        here.network.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        here.network.save()
