"""Who announces what: each role, within its memberships, through the forms and past them."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction
from wagtail.permissions import policy_registry

from catalogue.models import Role
from cms.models import Alert
from tests.catalogue.admin.tools import admin_url, filled, submit, text_of
from tests.factories import AlertFactory, MembershipFactory

pytestmark = pytest.mark.django_db

ANNOUNCERS = [Role.STRUCTURE_HEAD, Role.COMMUNICATION, Role.NETWORK_ADMIN]


@pytest.fixture
def alerts(here, there, union):
    return {
        "everywhere": AlertFactory(message="Partout"),
        "section": AlertFactory(scope="section", section=Page.objects.get(slug="offres")),
        "region": AlertFactory(scope="network", network=here.network),
        "other region": AlertFactory(scope="network", network=there.network),
        "union": AlertFactory(scope="network", network=union),
        "structure": AlertFactory(structures=[here.structure]),
        "other structure": AlertFactory(structures=[there.structure]),
        "both": AlertFactory(structures=[here.structure, there.structure]),
    }


REACH = {
    (Role.STRUCTURE_HEAD, False): {"structure"},
    (Role.NETWORK_ADMIN, False): {"structure", "region"},
    (Role.COMMUNICATION, False): {"structure", "region", "everywhere", "section"},
    (Role.ADVISER, False): set(),
    (Role.DATA, False): set(),
}


@pytest.mark.parametrize(("role", "national"), REACH)
def test_a_role_changes_the_alerts_of_its_place_only(role, national, person, alerts):
    policy = policy_registry.get_by_type(Alert)
    user = person(role, national=national)
    for action in ("view", "change", "delete"):
        allowed = {
            name
            for name, alert in alerts.items()
            if policy.user_has_permission_for_instance(user, action, alert)
        }
        assert allowed == REACH[role, national]


@pytest.mark.parametrize("role", [Role.COMMUNICATION, Role.NETWORK_ADMIN])
def test_the_union_changes_them_all(role, person, alerts):
    user = person(role, national=True)
    assert set(Alert.objects.visible_to(user)) == set(alerts.values())


def test_a_right_in_one_place_is_none_in_another(person, alerts, there):
    """An adviser there who heads a structure here announces nothing there."""
    user = person(Role.STRUCTURE_HEAD)
    MembershipFactory(user=user, role=Role.ADVISER, structure=there.structure)
    policy = policy_registry.get_by_type(Alert)
    changeable = policy.instances_user_has_permission_for(user, "change")
    assert list(changeable) == [alerts["structure"]]


def choices(response, name):
    field = response.context["form"].fields[name]
    return {str(value) for value, _label in field.choices if value}


@pytest.mark.parametrize(
    ("role", "scopes"),
    [
        (Role.STRUCTURE_HEAD, {"structures"}),
        (Role.NETWORK_ADMIN, {"structures", "network"}),
        (Role.COMMUNICATION, {"structures", "network", "section", "everywhere"}),
    ],
)
def test_the_form_offers_what_the_membership_opens(role, scopes, sign_in, here, there):
    form = sign_in(role).get(admin_url(Alert, "add"))
    assert choices(form, "scope") == scopes
    assert choices(form, "structures") == {str(here.structure.pk)}
    networks = set(form.context["form"].fields["network"].queryset)
    assert networks == (set() if role == Role.STRUCTURE_HEAD else {here.network})


@pytest.mark.parametrize(
    ("role", "changes"),
    [
        (Role.STRUCTURE_HEAD, {"scope": "everywhere"}),
        (Role.STRUCTURE_HEAD, {"scope": "network", "network": "here"}),
        (Role.STRUCTURE_HEAD, {"scope": "structures", "structures": "there"}),
        (Role.NETWORK_ADMIN, {"scope": "everywhere"}),
        (Role.NETWORK_ADMIN, {"scope": "network", "network": "there"}),
        (Role.NETWORK_ADMIN, {"scope": "section", "section": "home"}),
        (Role.COMMUNICATION, {"scope": "network", "network": "there"}),
        (Role.COMMUNICATION, {"scope": "structures", "structures": "there"}),
    ],
)
def test_what_the_form_does_not_offer_is_refused(role, changes, sign_in, here, there):
    keys = {
        "here": here.network.pk,
        "there": there.network.pk,
        "home": Page.objects.get(depth=2).pk,
    }
    values = {name: keys.get(value, value) for name, value in changes.items()}
    if "structures" in values:
        values["structures"] = [there.structure.pk]
    response = submit(sign_in(role), admin_url(Alert, "add"), message="Fermé.", **values)
    assert response.status_code == 200
    assert response.context["form"].errors
    assert not Alert.objects.exists()


def test_the_head_of_a_structure_announces_that_it_reopens_by_appointment(sign_in, here, client):
    response = submit(
        sign_in(Role.STRUCTURE_HEAD),
        admin_url(Alert, "add"),
        message="Accueil sur rendez-vous seulement, jusqu’à vendredi.",
        level="attention",
        structures=[here.structure.pk],
    )
    assert response.status_code == 302, response.context["form"].errors
    page = text_of(client.get(here.structure.get_absolute_url()))
    assert "Attention Accueil sur rendez-vous seulement" in page


@pytest.mark.parametrize("scope", ["section", "network", "structures"])
def test_a_place_has_to_be_chosen(scope, admin):
    response = submit(admin, admin_url(Alert, "add"), message="Fermé.", scope=scope)
    assert "À choisir" in text_of(response)
    assert not Alert.objects.exists()


def test_the_place_of_a_former_scope_is_forgotten(admin, here):
    alert = AlertFactory(structures=[here.structure])
    response = submit(admin, admin_url(alert, "edit"), scope="everywhere")
    assert response.status_code == 302
    alert = Alert.objects.get(pk=alert.pk)
    assert (alert.scope, list(alert.structures.all())) == ("everywhere", [])


@pytest.mark.parametrize("changes", [{"link_text": "Lire"}, {"link_url": "https://exemple.test/"}])
def test_a_link_has_a_text_and_an_address(changes, admin):
    submit(admin, admin_url(Alert, "add"), message="Fermé.", scope="everywhere", **changes)
    assert not Alert.objects.exists()


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "/gestion/"])
def test_an_address_elsewhere_is_one_of_the_web(url, admin):
    submit(
        admin,
        admin_url(Alert, "add"),
        message="Fermé.",
        scope="everywhere",
        link_text="Lire",
        link_url=url,
    )
    assert not Alert.objects.exists()


@pytest.mark.parametrize("role", ANNOUNCERS)
def test_alerts_of_elsewhere_are_nowhere_in_the_admin(role, sign_in, alerts):
    client, alert = sign_in(role), alerts["other structure"]
    listing = text_of(client.get(admin_url(Alert, "list")))
    assert alerts["structure"].message in listing
    assert alert.message not in listing
    for view in ("edit", "delete", "history", "inspect", "preview_on_edit"):
        assert client.get(admin_url(alert, view)).status_code == 404
    delete = reverse("wagtail_bulk_action", args=["cms", "alert", "delete"])
    client.post(f"{delete}?id={alert.pk}&id={alerts['both'].pk}")
    assert Alert.objects.filter(pk__in=[alert.pk, alerts["both"].pk]).count() == 2


@pytest.mark.parametrize("state", ["on", "coming", "over"])
def test_the_list_tells_those_that_show_from_those_that_do_not(state, admin):
    now = timezone.now()
    for name, start in [("on", -1), ("coming", 1), ("over", -3)]:
        AlertFactory(
            message=f"Alerte {name}.",
            starts_at=now + timedelta(days=start),
            ends_at=now + timedelta(days=start + 2),
        )
    listing = text_of(admin.get(admin_url(Alert, "list"), {"state": state}))
    assert [name for name in ("on", "coming", "over") if f"Alerte {name}." in listing] == [state]


def test_the_list_asks_as_few_questions_however_long_it_is(
    admin, here, django_assert_max_num_queries
):
    for _index in range(15):
        AlertFactory(structures=[here.structure]).save_revision()
    with django_assert_max_num_queries(16):
        admin.get(admin_url(Alert, "list"))


class TestPreview:
    def preview(self, client, **changes):
        form = client.get(admin_url(Alert, "add"))
        url = admin_url(Alert, "preview_on_add")
        answer = client.post(url, filled(form, {"message": "À l’essai.", **changes}, ""))
        assert answer.json()["is_valid"], answer.json()
        return text_of(client.get(url))

    def test_about_a_structure_it_shows_above_its_page(self, sign_in, here):
        page = self.preview(sign_in(Role.STRUCTURE_HEAD), structures=[here.structure.pk])
        assert "À l’essai." in page
        assert here.structure.sign[1] in page
        assert not Alert.objects.exists()

    def test_before_its_time_it_shows_all_the_same(self, admin):
        page = self.preview(
            admin, scope="everywhere", starts_at="2040-01-01 09:00", ends_at="2040-02-01 09:00"
        )
        assert "À l’essai." in page

    def test_about_a_section_it_shows_there_unless_not_everybody_may_read_it(self, admin):
        section = Page.objects.get(slug="mentions-legales")
        assert "Mentions légales" in self.preview(admin, scope="section", section=section.pk)
        PageViewRestriction.objects.create(page=section, restriction_type="login")
        page = self.preview(admin, scope="section", section=section.pk)
        assert "À l’essai." in page
        assert "Tu habites où" in page

    def test_about_a_structure_that_is_not_published_it_shows_on_the_home_page(self, sign_in, here):
        here.structure.unpublish()
        page = self.preview(sign_in(Role.STRUCTURE_HEAD), structures=[here.structure.pk])
        assert "À l’essai." in page
        assert "Tu habites où" in page
