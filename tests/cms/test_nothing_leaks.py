"""What isn't for everybody is nowhere: in no page, search, feed, map of the site, nor answer of
the API, whatever the kind of page or object, and whichever way it is withheld."""

from itertools import count

import pytest
from django.db import models
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction, get_page_models

from cms.models import HomePage, StandardPage
from tests import factories
from tests.addresses import address, make_samples
from tests.test_access import public_routes

SEARCHED, NEVER = "Zibeline", "Quartz"
TITLE = f"{SEARCHED} {NEVER}"
SLUG = "cachee"
PAGE_TYPES = [model for model in get_page_models() if model is not Page]

pytestmark = pytest.mark.django_db
numbers = count(1)
#: What places a page fills in by itself.
TREE = {"path", "depth", "translation_key"}


def value_of(field):
    if isinstance(field, models.DateField):
        return timezone.localdate()
    return 1 if isinstance(field, models.IntegerField) else TITLE


def page_of(model):
    """One that says the word wherever it must say something; its address doesn't."""
    required = {
        field.name: value_of(field)
        for field in model._meta.local_concrete_fields
        if not (field.blank or field.has_default() or field.is_relation or field.primary_key)
        and field.name not in TREE
    }
    return model(**required | {"title": TITLE, "slug": f"{SLUG}-{next(numbers)}"})


def corner(**fields):
    """A page under which nothing has the address of another one."""
    page = StandardPage(title="Un coin", slug=f"coin-{next(numbers)}", **fields)
    return HomePage.objects.first().add_child(instance=page)


def restrict(page):
    PageViewRestriction.objects.create(
        page=page.page_ptr, password="x", restriction_type="password"
    )


def drafts():
    return add_one_of_each(corner(), live=False)


def add_one_of_each(parent, **fields):
    return [add(model, parent, **fields) for model in PAGE_TYPES]


def add(model, parent, **fields):
    page = page_of(model)
    for name, value in fields.items():
        setattr(page, name, value)
    return parent.add_child(instance=page)


def restricted():
    pages = add_one_of_each(corner())
    for page in pages:
        restrict(page)
    return pages


def below_a_restriction():
    parent = corner()
    restrict(parent)
    return add_one_of_each(parent)


def objects():
    """Of the catalogue, and what structures tell of themselves."""
    hidden = {"live": False}
    structure = factories.StructureFactory(name=TITLE, slug=SLUG, **hidden)
    factories.ReceptionSiteFactory(name=TITLE, **hidden)
    factories.SchemeFactory(name=TITLE, slug=SLUG, **hidden)
    factories.OfferFactory(title=TITLE, slug=SLUG, **hidden)
    factories.PartnerFactory(name=TITLE, **hidden)
    factories.AgreementFactory(title=TITLE, is_public=False)
    factories.StructureNewsFactory(title=TITLE, slug=SLUG, **hidden)
    factories.StructureNewsFactory(structure=structure, title=TITLE, slug=f"{SLUG}-aussi")
    return []


def everywhere():
    """Every public address, as it is and searched."""
    samples = make_samples(factories.StructureFactory(network=factories.NetworkFactory()))
    for route in public_routes():
        yield address(route, samples)
        yield f"{address(route, samples)}?q={SEARCHED}"
    yield f"/api/v1/pages/?search={SEARCHED}&fields=*"


def about(page):
    """What the API is asked about a page and its kind; its own address."""
    api = "/api/v1/pages/"
    return [
        f"{api}{page.pk}/?fields=*",
        f"{api}?type={page._meta.label}&fields=*&limit=100",
        f"{api}?child_of={page.get_parent().pk}&fields=*&limit=100",
        f"{api}find/?html_path={page.url_path.removeprefix('/home')}",
        page.get_absolute_url(),
    ]


def words(client, path):
    return b"".join(client.get(path, follow=True)).decode("utf-8", "replace").lower()


@pytest.mark.parametrize("withheld", [drafts, restricted, below_a_restriction, objects])
def test_what_is_withheld_is_nowhere(withheld, client):
    pages = withheld()
    # Asked for a password, one is sent back to the address that one came from.
    own = tuple(page.get_absolute_url() for page in pages)
    told = [
        path
        for path in everywhere()
        if NEVER.lower() in (text := words(client, path))
        or (SLUG in text and not (own and path.startswith(own)))
    ]
    asked = {path for page in pages for path in about(page)}
    told += [path for path in sorted(asked) if NEVER.lower() in words(client, path)]
    assert not told, "\n".join(told)


def test_what_is_published_is_told(client):
    """So that the test above can fail."""
    page = add(StandardPage, corner())
    told = {path for path in (*everywhere(), *about(page)) if NEVER.lower() in words(client, path)}
    assert {"/plan-du-site/", f"/recherche/?q={SEARCHED}", *about(page)} <= told
    assert SLUG in words(client, "/sitemap-pages.xml")
