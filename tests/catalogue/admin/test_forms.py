"""A form, even a forged one, only accepts what its sender may use."""

import pytest
from django.core import mail

from accounts.models import User
from catalogue import models
from catalogue.models import Role
from tests import factories
from tests.catalogue.admin.tools import admin_url, submit, text_of

pytestmark = pytest.mark.dialect


def errors_of(response):
    assert response.status_code == 200
    return response.context["form"].errors


@pytest.mark.parametrize("role", [Role.ADVISER, Role.DATA, Role.STRUCTURE_HEAD, Role.NETWORK_ADMIN])
def test_an_offer_cant_be_handed_to_a_structure_elsewhere(role, sign_in, here, there):
    answer = submit(sign_in(role), admin_url(here.offer, "edit"), structure=there.structure.pk)
    assert "structure" in errors_of(answer)
    here.offer.refresh_from_db()
    assert here.offer.get_latest_revision_as_object().structure == here.structure


def test_an_offer_cant_take_place_in_a_site_elsewhere(sign_in, here, there):
    url = admin_url(here.offer, "edit")
    assert "site" in errors_of(submit(sign_in(Role.ADVISER), url, site=there.site.pk))


def test_a_session_cant_take_place_in_a_site_elsewhere(sign_in, here, there):
    changes = {"sessions-0-site": there.site.pk}
    answer = submit(sign_in(Role.ADVISER), admin_url(here.offer, "edit"), **changes)
    assert answer.status_code == 200
    assert "site" in answer.context["form"].formsets["sessions"].forms[0].errors


def test_a_session_elsewhere_cant_be_taken_over(sign_in, here, there):
    """The key of another offer's session, slipped into our form."""
    url = admin_url(here.offer, "edit")
    submit(sign_in(Role.STRUCTURE_HEAD), url, "publish", **{"sessions-0-id": there.session.pk})
    there.session.refresh_from_db()
    assert there.session.offer == there.offer
    assert there.session.starts_at != here.session.starts_at


def test_an_offer_for_everywhere_is_not_for_one_structures_staff(sign_in, here):
    answer = submit(sign_in(Role.STRUCTURE_HEAD), admin_url(here.offer, "edit"), structure="")
    assert "structure" in errors_of(answer)


def test_a_network_may_propose_an_offer_for_everywhere(sign_in, here):
    url = admin_url(here.offer, "edit")
    submit(sign_in(Role.COMMUNICATION), url, action="publish", structure="")
    here.offer.refresh_from_db()
    assert here.offer.structure is None


def test_a_choice_made_by_somebody_with_more_rights_may_stay(sign_in, here, there):
    models.Offer.objects.filter(pk=here.offer.pk).update(site=there.site)
    answer = submit(sign_in(Role.ADVISER), admin_url(here.offer, "edit"), summary="Autre")
    assert answer.status_code == 302


def test_an_advisers_change_waits_as_a_draft(sign_in, here):
    """Even when the form is forged to publish."""
    url = admin_url(here.offer, "edit")
    submit(sign_in(Role.ADVISER), url, action="publish", title="Nouveau titre")
    here.offer.refresh_from_db()
    assert here.offer.title == "Atelier d’Ici"
    assert here.offer.get_latest_revision_as_object().title == "Nouveau titre"


def test_the_head_publishes_it(sign_in, here):
    url = admin_url(here.offer, "edit")
    submit(sign_in(Role.STRUCTURE_HEAD), url, action="publish", title="Nouveau titre")
    here.offer.refresh_from_db()
    assert here.offer.title == "Nouveau titre"


def test_a_site_cant_be_added_to_a_structure_elsewhere(sign_in, here, there):
    commune = factories.CommuneFactory()
    answer = submit(
        sign_in(Role.STRUCTURE_HEAD),
        admin_url(models.ReceptionSite, "add"),
        name="Intrus",
        structure=there.structure.pk,
        commune=commune.pk,
    )
    assert "structure" in errors_of(answer)


def test_a_new_site_gets_a_code_by_itself(sign_in, here):
    submit(
        sign_in(Role.STRUCTURE_HEAD),
        admin_url(models.ReceptionSite, "add"),
        action="publish",
        name="Permanence du marché",
        structure=here.structure.pk,
        commune=factories.CommuneFactory().pk,
        code="",
    )
    site = models.ReceptionSite.objects.get(name="Permanence du marché")
    assert site.code == f"{here.structure.imilo_code.lower()}-permanence-du-marche"
    assert site.live


def test_a_structure_cant_move_to_another_network(sign_in, here, there):
    url = admin_url(here.structure, "edit")
    answer = submit(sign_in(Role.NETWORK_ADMIN), url, network=there.network.pk)
    assert "network" in errors_of(answer)
    answer = submit(sign_in(Role.NETWORK_ADMIN), url, network="")
    assert "network" in errors_of(answer)


def test_a_head_doesnt_change_the_keys_of_the_structure(sign_in, here):
    code = here.structure.imilo_code
    submit(
        sign_in(Role.STRUCTURE_HEAD),
        admin_url(here.structure, "edit"),
        action="publish",
        imilo_code="75001S00",
        website="https://mission.example",
    )
    here.structure.refresh_from_db()
    assert here.structure.imilo_code == code
    assert here.structure.website == "https://mission.example"


def test_coverage_is_declared_within_ones_structures(sign_in, here, there):
    commune = factories.CommuneFactory()
    client, url = sign_in(Role.DATA), admin_url(models.Coverage, "add")
    answer = submit(client, url, commune=commune.pk, structure=there.structure.pk)
    assert "structure" in errors_of(answer)
    submit(client, url, commune=commune.pk, structure=here.structure.pk)
    assert models.Coverage.objects.filter(commune=commune).get().structure == here.structure


# --- Memberships


def invite(client, **fields):
    url = admin_url(models.Membership, "add")
    return submit(client, url, **({"role": Role.ADVISER} | fields))


def test_an_unknown_colleague_is_invited_by_mail(sign_in, here):
    invite(
        sign_in(Role.NETWORK_ADMIN),
        email="Nour@Exemple.FR",
        first_name="Nour",
        last_name="Petit",
        structure=here.structure.pk,
    )
    user = User.objects.get(email="nour@exemple.fr")
    assert [group.name for group in user.groups.all()] == ["Conseiller"]
    [message] = mail.outbox
    assert message.to == ["nour@exemple.fr"]
    assert "/gestion/password_reset/confirm/" in message.body


def test_the_link_of_the_invitation_opens_the_choice_of_a_password(sign_in, client, here):
    invite(
        sign_in(Role.NETWORK_ADMIN),
        email="nour@exemple.fr",
        first_name="Nour",
        last_name="Petit",
        structure=here.structure.pk,
    )
    client.logout()
    path = "/gestion/" + mail.outbox[0].body.split("/gestion/")[1].split()[0]
    assert "mot de passe" in text_of(client.get(path, follow=True))


def test_a_known_colleague_keeps_the_same_account(sign_in, here):
    known = factories.UserFactory(email="sam@exemple.fr")
    invite(sign_in(Role.NETWORK_ADMIN), email="SAM@exemple.fr", structure=here.structure.pk)
    assert known.memberships.get().structure == here.structure
    assert mail.outbox == []


def test_an_unknown_colleague_needs_a_name(sign_in, here):
    answer = invite(
        sign_in(Role.NETWORK_ADMIN), email="nour@exemple.fr", structure=here.structure.pk
    )
    assert {"first_name", "last_name"} <= set(errors_of(answer))
    assert not User.objects.filter(email="nour@exemple.fr").exists()


def test_the_same_membership_isnt_given_twice(sign_in, here):
    answer = invite(
        sign_in(Role.NETWORK_ADMIN),
        email=here.membership.user.email,
        structure=here.structure.pk,
    )
    assert "Cette personne a déjà ce rattachement." in str(errors_of(answer))


@pytest.mark.parametrize("where", [{}, {"structure": 1, "network": 1}])
def test_a_membership_is_in_a_structure_or_in_a_network(where, sign_in, here):
    where = {name: getattr(here, name).pk for name in where}
    email = here.membership.user.email
    answer = invite(sign_in(Role.NETWORK_ADMIN), email=email, **where)
    assert "Choisissez une structure ou un réseau, pas les deux." in str(errors_of(answer))


@pytest.mark.parametrize(
    ("role", "where", "asked"),
    [
        (Role.COMMUNICATION, "structure", "network"),
        (Role.NETWORK_ADMIN, "structure", "network"),
        (Role.ADVISER, "network", "structure"),
        (Role.STRUCTURE_HEAD, "network", "structure"),
    ],
)
def test_a_role_is_given_at_its_level(role, where, asked, sign_in, here):
    answer = invite(
        sign_in(Role.NETWORK_ADMIN),
        email=here.membership.user.email,
        role=role,
        **{where: getattr(here, where).pk},
    )
    assert asked in errors_of(answer)


@pytest.mark.parametrize("where", ["structure", "network"])
def test_nobody_is_given_a_role_elsewhere(where, sign_in, here, there):
    answer = invite(
        sign_in(Role.NETWORK_ADMIN),
        email=here.membership.user.email,
        **{where: getattr(there, where).pk},
    )
    assert where in errors_of(answer)


def test_a_membership_keeps_its_person(sign_in, here):
    """Another address slipped into the form changes nothing."""
    user = here.membership.user
    submit(
        sign_in(Role.NETWORK_ADMIN),
        admin_url(here.membership, "edit"),
        email="autre@exemple.fr",
        role=Role.DATA,
    )
    here.membership.refresh_from_db()
    assert (here.membership.user, here.membership.role) == (user, Role.DATA)
