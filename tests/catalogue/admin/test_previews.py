"""A preview is the public page itself, with the draft's words, and leaves nothing behind."""

import pytest
from django.urls import reverse

from catalogue import models
from catalogue.models import Role
from tests import factories
from tests.catalogue.admin.tools import admin_url, filled, text_of


def preview(client, instance_or_model, **changes):
    """Types something in the editor, then looks at the preview that it asks for."""
    is_new = isinstance(instance_or_model, type)
    form = client.get(admin_url(instance_or_model, "add" if is_new else "edit"))
    url = admin_url(instance_or_model, "preview_on_add" if is_new else "preview_on_edit")
    answer = client.post(url, filled(form, changes, ""))
    assert answer.json()["is_valid"], answer.json()
    return client.get(url)


def snapshot():
    return [
        list(model._base_manager.order_by("pk").values())
        for model in (
            models.Structure,
            models.ReceptionSite,
            models.Offer,
            models.OfferSession,
            models.Offer.themes.through,
            models.Scheme,
            models.SchemeFact,
        )
    ]


@pytest.mark.parametrize("kind", ["structure", "offer", "scheme"])
def test_a_preview_shows_the_draft_and_stores_nothing(kind, admin, here):
    instance = factories.SchemeFactory() if kind == "scheme" else getattr(here, kind)
    name = "title" if kind == "offer" else "name"
    before = snapshot()
    page = preview(admin, instance, **{name: "Un nom tout neuf"})
    assert "Un nom tout neuf" in text_of(page)
    assert snapshot() == before


def test_a_site_is_previewed_among_the_doors_of_its_structure(admin, here):
    page = preview(admin, here.site, name="Antenne toute neuve")
    assert "Antenne toute neuve" in text_of(page)
    assert here.structure.name in text_of(page)


def test_a_preview_shows_what_hangs_on_the_draft(admin):
    scheme = factories.SchemeFactory()
    fact = factories.SchemeFactFactory(scheme=scheme)
    page = preview(admin, scheme, **{"facts-0-label": "de vie devant toi"})
    assert "de vie devant toi" in text_of(page)
    fact.refresh_from_db()
    assert fact.label == "d’activités par semaine"


def test_an_object_can_be_previewed_before_it_exists(admin, here):
    page = preview(
        admin,
        models.Scheme,
        name="Parcours neuf",
        slug="parcours-neuf",
        code="parcours-neuf",
        summary="Tu essaies.",
    )
    assert "Parcours neuf" in text_of(page)
    assert not models.Scheme.objects.filter(code="parcours-neuf").exists()


def test_an_unpublished_object_is_previewed_as_it_will_be(admin, here):
    models.Offer.objects.update(live=False)
    here.offer.refresh_from_db()
    assert here.offer.title in text_of(preview(admin, here.offer))


def test_a_preview_says_that_the_public_would_see_nothing(admin, here):
    models.Structure.objects.update(live=False)
    page = preview(admin, here.site)
    assert "ne serait pas visible du public" in text_of(page)


def test_a_preview_says_that_something_is_missing(admin, here):
    page = preview(admin, models.Offer, title="Sans type", slug="sans-type", kind="")
    assert page.status_code == 200
    assert models.Offer.objects.filter(slug="sans-type").count() == 0


def test_a_partner_has_no_page_to_preview(admin):
    page = admin.get(admin_url(factories.PartnerFactory(), "edit")).content.decode()
    assert 'data-side-panel="preview"' not in page
    page = admin.get(admin_url(factories.SchemeFactory(), "edit")).content.decode()
    assert 'data-side-panel="preview"' in page


@pytest.mark.parametrize("role", [Role.ADVISER, Role.STRUCTURE_HEAD, Role.NETWORK_ADMIN])
def test_whoever_edits_previews(role, sign_in, here):
    page = preview(sign_in(role), here.offer, title="Un titre tout neuf")
    assert "Un titre tout neuf" in text_of(page)


def test_a_preview_doesnt_borrow_a_structure_from_elsewhere(sign_in, here, there):
    client = sign_in(Role.ADVISER)
    url = admin_url(here.offer, "preview_on_edit")
    form = client.get(admin_url(here.offer, "edit"))
    answer = client.post(url, filled(form, {"structure": there.structure.pk}, ""))
    assert not answer.json()["is_valid"]


def test_nor_does_the_preview_of_what_is_not_there_yet(sign_in, here, there):
    client = sign_in(Role.STRUCTURE_HEAD)
    form = client.get(admin_url(models.ReceptionSite, "add"))
    url = admin_url(models.ReceptionSite, "preview_on_add")
    place = {"name": "Antenne neuve", "commune": factories.CommuneFactory().pk}
    for structure, is_valid in ((here.structure, True), (there.structure, False)):
        values = place | {"structure": structure.pk}
        assert client.post(url, filled(form, values, "")).json()["is_valid"] == is_valid


@pytest.mark.parametrize("verb", ["get", "post"])
def test_who_may_not_add_one_previews_no_new_one(verb, sign_in):
    client = sign_in(Role.ADVISER)
    response = getattr(client, verb)(admin_url(models.ReceptionSite, "preview_on_add"))
    assert (response.status_code, response.url) == (302, reverse("wagtailadmin_home"))


def test_a_revision_can_be_looked_at(admin, here):
    here.offer.title = "Ancien titre"
    revision = here.offer.save_revision()
    url = reverse(
        here.offer.snippet_viewset.get_url_name("revisions_view"), args=[here.offer.pk, revision.pk]
    )
    assert "Ancien titre" in text_of(admin.get(url))
