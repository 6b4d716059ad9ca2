"""No view of the admin, however it is asked, says or changes anything about what is elsewhere."""

import pytest
from django.urls import URLPattern, reverse

from catalogue import models
from catalogue.models import Role
from tests import factories
from tests.catalogue.admin.tools import admin_url, text_of

from .worlds import HERE, THERE, worlds_for_the_module

OWNED = ["structure", "site", "offer", "coverage", "agreement", "membership"]
EXTRA_ARGUMENTS = {
    "revision_id": 1,
    "revision_id_a": "live",
    "revision_id_b": "latest",
    "action_name": "approve",
    "task_state_id": 1,
    "task_id": 1,
    "workflow_state_id": 1,
}


@pytest.fixture(scope="module", autouse=True)
def shared(django_db_setup, django_db_blocker):
    with worlds_for_the_module(django_db_blocker, HERE, THERE) as worlds:
        yield worlds


def views_about(instance):
    """The address of every view that the viewset has about one object."""
    for pattern in instance.snippet_viewset.get_urlpatterns():
        assert isinstance(pattern, URLPattern)
        names = pattern.pattern.regex.groupindex or pattern.pattern.converters
        if "pk" in names:
            arguments = {"pk": instance.pk} | {
                name: EXTRA_ARGUMENTS[name] for name in names if name != "pk"
            }
            yield reverse(instance.snippet_viewset.get_url_name(pattern.name), kwargs=arguments)


def stored(instance):
    return type(instance).objects.filter(pk=instance.pk).values().get()


@pytest.mark.parametrize("kind", OWNED)
@pytest.mark.parametrize("role", Role.values)
def test_nothing_answers_about_an_object_elsewhere(role, kind, sign_in, there):
    client, instance = sign_in(role), getattr(there, kind)
    before = stored(instance)
    urls = list(views_about(instance))
    assert len(urls) >= 6
    for url in urls:
        for answer in (client.get(url), client.post(url, {"action-publish": "1"})):
            assert answer.status_code in {404, 405}, url
    assert stored(instance) == before


@pytest.mark.parametrize("kind", OWNED)
@pytest.mark.parametrize("role", Role.values)
def test_lists_exports_and_choosers_are_silent_about_elsewhere(role, kind, sign_in, here, there):
    client, model = sign_in(role), type(getattr(there, kind))
    chooser = model.snippet_viewset.chooser_viewset
    for url in [
        admin_url(model, "list"),
        admin_url(model, "list") + "?q=Ailleurs",
        admin_url(model, "list") + "?export=csv",
        admin_url(model, "list_results"),
        reverse(chooser.get_url_name("choose")),
        reverse(chooser.get_url_name("choose_results")) + "?q=Ailleurs",
        reverse(chooser.get_url_name("chosen_multiple")) + f"?id={getattr(there, kind).pk}",
        reverse("catalogue_quality"),
        reverse("catalogue_quality") + "?export=csv",
    ]:
        answer = client.get(url, follow=True)
        assert there.name not in text_of(answer).replace("Ailleurs »", ""), url
    chosen = reverse(chooser.get_url_name("chosen"), args=[getattr(there, kind).pk])
    assert client.get(chosen).status_code == 404


@pytest.mark.parametrize("kind", OWNED)
@pytest.mark.parametrize("role", Role.values)
def test_lists_show_what_is_here(role, kind, sign_in, here):
    instance = getattr(here, kind)
    answer = sign_in(role).get(admin_url(type(instance), "list"))
    if kind == "membership" and role not in {Role.STRUCTURE_HEAD, Role.NETWORK_ADMIN}:
        assert answer.status_code == 302
    else:
        assert here.name in text_of(answer)


@pytest.mark.parametrize("role", Role.values)
def test_colleagues_are_chosen_by_those_who_may_see_their_memberships(role, sign_in, here):
    chooser = models.Membership.snippet_viewset.chooser_viewset
    client, allowed = sign_in(role), role in {Role.STRUCTURE_HEAD, Role.NETWORK_ADMIN}
    for view in ("choose", "choose_results"):
        listed = text_of(client.get(reverse(chooser.get_url_name(view))))
        assert (str(here.membership.user) in listed) == allowed
    chosen = client.get(reverse(chooser.get_url_name("chosen"), args=[here.membership.pk]))
    assert chosen.status_code == (200 if allowed else 404)


def test_a_list_links_to_what_one_may_do_with_each_row(sign_in, here):
    """An adviser edits an offer, and only looks at a site."""
    client = sign_in(Role.ADVISER)
    offers = client.get(admin_url(models.Offer, "list")).content.decode()
    assert admin_url(here.offer, "edit") in offers
    assert admin_url(here.offer, "delete") not in offers
    sites = client.get(admin_url(models.ReceptionSite, "list")).content.decode()
    assert admin_url(here.site, "inspect") in sites
    assert admin_url(here.site, "edit") not in sites


def test_a_list_asks_as_few_questions_however_long_it_is(
    sign_in, here, django_assert_max_num_queries
):
    for site in factories.ReceptionSiteFactory.create_batch(12, structure=here.structure):
        site.save_revision()
    client = sign_in(Role.STRUCTURE_HEAD)
    with django_assert_max_num_queries(20):
        client.get(admin_url(models.ReceptionSite, "list"))


@pytest.mark.parametrize(
    ("role", "kind", "view"),
    [
        (Role.ADVISER, "site", "edit"),
        (Role.ADVISER, "site", "delete"),
        (Role.ADVISER, "structure", "history"),
        (Role.ADVISER, "offer", "delete"),
        (Role.ADVISER, "offer", "unpublish"),
        (Role.STRUCTURE_HEAD, "structure", "delete"),
        (Role.STRUCTURE_HEAD, "membership", "edit"),
        (Role.COMMUNICATION, "coverage", "edit"),
    ],
)
def test_what_a_role_doesnt_allow_is_refused_here_too(role, kind, view, sign_in, here):
    instance = getattr(here, kind)
    client = sign_in(role)
    for answer in (
        client.get(admin_url(instance, view)),
        client.post(admin_url(instance, view), {"action-publish": "1"}),
    ):
        assert answer.status_code == 302
        assert answer.url == reverse("wagtailadmin_home")
    assert type(instance).objects.filter(pk=instance.pk).exists()


@pytest.mark.dialect("catalogue.viewsets.base", "catalogue.viewsets.views")
@pytest.mark.parametrize("typed", ["ante", "Antenne d", "place mairie", "LIEU-"])
def test_a_list_is_searched_while_typing_by_name_address_or_code(typed, sign_in, here):
    url = admin_url(models.ReceptionSite, "list")
    assert here.site.name in text_of(sign_in(Role.ADVISER).get(url, {"q": typed}))


def test_a_search_that_finds_nothing_says_so(sign_in, here):
    url = admin_url(models.ReceptionSite, "list")
    assert here.site.name not in text_of(sign_in(Role.ADVISER).get(url, {"q": "zzz"}))


def test_looking_at_an_object_shows_what_is_filled_in_and_in_words(sign_in, here):
    page = text_of(sign_in(Role.ADVISER).get(admin_url(here.site, "inspect")))
    assert here.site.address in page
    assert "Donnée de démonstration non" in page
    assert "None" not in page


@pytest.mark.parametrize("kind", ["structure", "site", "offer"])
def test_whoever_edits_can_use_every_view_about_it(kind, sign_in, here):
    client, instance = sign_in(Role.NETWORK_ADMIN), getattr(here, kind)
    instance.save_revision()
    for view in ("edit", "history", "usage", "inspect", "delete", "unpublish"):
        assert client.get(admin_url(instance, view)).status_code == 200, view
    compare = admin_url(instance, "revisions_compare", "live", "latest")
    assert client.get(compare).status_code == 200


def test_a_person_with_two_roles_may_only_do_in_each_place_what_the_role_there_allows(
    client, member, here, there
):
    user = member(Role.ADVISER)
    factories.MembershipFactory(user=user, role=Role.STRUCTURE_HEAD, structure=there.structure)
    client.force_login(user)
    client.post(admin_url(here.offer, "unpublish"))
    client.post(admin_url(there.offer, "unpublish"))
    here.offer.refresh_from_db()
    there.offer.refresh_from_db()
    assert (here.offer.live, there.offer.live) == (True, False)


@pytest.mark.parametrize("report", ["site_history", "workflow", "workflow_tasks"])
@pytest.mark.parametrize("suffix", ["", "_results"])
def test_reports_on_every_object_of_the_site_are_for_superusers(report, suffix, sign_in, superuser):
    """They would name everybody's objects."""
    client, url = sign_in(Role.NETWORK_ADMIN), reverse(f"wagtailadmin_reports:{report}{suffix}")
    assert client.get(url).url == reverse("wagtailadmin_home")
    client.force_login(superuser)
    assert client.get(url).status_code == 200
