"""Who checked what and when, and what is missing."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from catalogue import models, quality
from catalogue.models import Role
from tests import factories
from tests.catalogue.admin.tools import admin_url, text_of

from .worlds import HERE, worlds_for_the_module

pytestmark = pytest.mark.dialect

REPORT = "/gestion/rapports/qualite/"
LONG_AGO = timezone.localdate() - timedelta(days=200)


def bulk_url(model, action, *objects, everything=False, **parameters):
    url = reverse("wagtail_bulk_action", args=["catalogue", model._meta.model_name, action])
    ids = ["all"] if everything else [str(getattr(thing, "pk", thing)) for thing in objects]
    query = [f"id={pk}" for pk in ids] + [f"{k}={v}" for k, v in parameters.items()]
    return f"{url}?{'&'.join(query)}&next=/gestion/"


def reported(client, **parameters):
    rows = client.get(REPORT, parameters).context["object_list"]
    return {row["name"] for row in rows}


@pytest.fixture(scope="module", autouse=True)
def shared(django_db_setup, django_db_blocker):
    with worlds_for_the_module(django_db_blocker, HERE) as worlds:
        yield worlds


@pytest.fixture
def complete(here):
    """Nothing to say about the structure and the site."""
    models.Structure.objects.filter(pk=here.structure.pk).update(
        phone="+33160066047", website="https://mission.example"
    )
    models.ReceptionSite.objects.filter(pk=here.site.pk).update(wheelchair="yes")
    return here


def test_what_is_complete_and_fresh_isnt_reported(admin, complete):
    assert reported(admin) == set()


@pytest.mark.parametrize("checked_on", [None, LONG_AGO])
@pytest.mark.parametrize("kind", ["structure", "site"])
def test_what_nobody_checked_for_six_months_is_reported(kind, checked_on, admin, complete):
    instance = getattr(complete, kind)
    type(instance).objects.filter(pk=instance.pk).update(checked_on=checked_on)
    assert reported(admin) == {instance.name}
    assert reported(admin, problem="stale") == {instance.name}
    assert reported(admin, problem="incomplete") == set()


@pytest.mark.parametrize(
    ("kind", "changes", "gap"),
    [
        ("site", {"opening_hours": ""}, "hours"),
        ("site", {"latitude": None, "longitude": None}, "point"),
        ("site", {"address": ""}, "address"),
        ("site", {"wheelchair": "unknown"}, "wheelchair"),
        ("structure", {"website": ""}, "website"),
        ("structure", {"seat_commune": None}, "seat"),
    ],
)
def test_what_is_missing_is_named(kind, changes, gap, admin, complete):
    instance = getattr(complete, kind)
    type(instance).objects.filter(pk=instance.pk).update(**changes)
    assert reported(admin, problem=gap) == {instance.name}
    assert str(quality.GAP_CHOICES[gap]) in text_of(admin.get(REPORT))
    assert quality.gaps_of(instance) == [quality.GAP_CHOICES[gap]]


def test_a_structure_without_coverage_or_site_is_reported(admin, complete):
    complete.coverage.delete()
    complete.site.delete()
    for gap in ("coverage", "sites"):
        assert reported(admin, problem=gap) == {complete.structure.name}


def test_a_site_by_appointment_needs_no_hours(admin, complete):
    models.ReceptionSite.objects.filter(pk=complete.site.pk).update(
        opening_hours="", access="appointment"
    )
    assert reported(admin) == set()


def test_a_scheme_without_source_is_reported(admin, complete):
    scheme = factories.SchemeFactory(how_to_join="Pousse la porte.")
    assert reported(admin, problem="source") == {scheme.name}
    models.Scheme.objects.update(source_url="https://service-public.example")
    assert reported(admin) == set()
    factories.SchemeFactFactory(scheme=scheme)
    assert reported(admin, problem="facts") == {scheme.name}


def test_the_longest_unchecked_comes_first(admin, complete):
    models.ReceptionSite.objects.update(checked_on=LONG_AGO)
    models.Structure.objects.update(checked_on=None)
    rows = admin.get(REPORT).context["object_list"]
    assert [row["name"] for row in rows] == [complete.structure.name, complete.site.name]


def test_the_report_counts_what_it_mixes_under_one_name(admin, complete):
    models.Structure.objects.update(checked_on=None)
    models.ReceptionSite.objects.update(checked_on=None)
    assert "2 fiches" in text_of(admin.get(REPORT))


def test_the_report_is_about_ones_own_structures(sign_in, here, there):
    client = sign_in(Role.STRUCTURE_HEAD)
    assert {here.structure.name, here.site.name} <= reported(client)
    assert not {there.structure.name, there.site.name} & reported(client)
    assert reported(client, structure=there.structure.pk) <= reported(client)


def test_the_report_filters_by_type_structure_and_network(admin, here, there):
    assert reported(admin, type="site") == {here.site.name, there.site.name}
    assert reported(admin, structure=here.structure.pk) == {here.structure.name, here.site.name}
    assert reported(admin, network=there.network.pk) == {there.structure.name, there.site.name}


@pytest.mark.parametrize(
    "query", ["type=x", "problem=%00", "structure=abc", "p=99999999999", "ordering=zz", "live=9"]
)
def test_the_report_puts_up_with_anything(query, admin, here):
    assert admin.get(f"{REPORT}?{query}").status_code == 200


def test_the_report_can_be_exported(admin, complete):
    models.ReceptionSite.objects.update(address="", checked_on=LONG_AGO)
    text = b"".join(admin.get(REPORT + "?export=csv")).decode()
    assert text.splitlines()[0] == "\ufeffNom;Type;Structure;Vérifié le;Il manque;État"
    assert f"{LONG_AGO.isoformat()};adresse;publié" in text


def test_the_report_asks_as_few_questions_however_long_it_is(
    admin, here, django_assert_max_num_queries
):
    factories.ReceptionSiteFactory.create_batch(20, structure=here.structure, address="")
    with django_assert_max_num_queries(14):
        admin.get(REPORT)


# --- Bulk actions


def test_checking_notes_the_day_and_who_did_it(sign_in, here):
    models.ReceptionSite.objects.update(checked_on=LONG_AGO)
    client = sign_in(Role.STRUCTURE_HEAD)
    url = bulk_url(models.ReceptionSite, "check", here.site)
    assert here.site.name in text_of(client.get(url))
    client.post(url)
    here.site.refresh_from_db()
    assert here.site.checked_on == timezone.localdate()
    entry = ModelLogEntry.objects.get(action="catalogue.check")
    assert entry.user.memberships.get().role == Role.STRUCTURE_HEAD


def test_a_draft_doesnt_bring_the_old_day_back(admin, here):
    here.site.checked_on = LONG_AGO
    here.site.save()
    draft = here.site.save_revision()
    admin.post(bulk_url(models.ReceptionSite, "check", here.site))
    draft.refresh_from_db()
    draft.publish()
    here.site.refresh_from_db()
    assert here.site.checked_on == timezone.localdate()


@pytest.mark.parametrize("action", ["check", "publish", "unpublish", "delete"])
@pytest.mark.parametrize("role", Role.values)
def test_a_bulk_action_cant_reach_elsewhere(role, action, sign_in, here, there):
    models.Offer.objects.update(checked_on=LONG_AGO)
    there.offer.refresh_from_db()
    before = models.Offer.objects.filter(pk=there.offer.pk).values().get()
    client = sign_in(role)
    url = bulk_url(models.Offer, action, there.offer)
    assert there.offer.title not in text_of(client.get(url))
    client.post(url)
    client.post(bulk_url(models.Offer, action, everything=True))
    assert models.Offer.objects.filter(pk=there.offer.pk).values().get() == before


@pytest.mark.parametrize("action", ["publish", "unpublish", "delete"])
def test_a_bulk_action_needs_its_permission(action, sign_in, here):
    client = sign_in(Role.ADVISER)
    url = bulk_url(models.Offer, action, here.offer)
    assert here.offer.title in text_of(client.get(url))  # among those that are refused
    client.post(url)
    here.offer.refresh_from_db()
    assert here.offer.live


def test_publishing_takes_the_last_draft_of_each(sign_in, here):
    here.offer.title = "Nouveau titre"
    here.offer.save_revision()
    sign_in(Role.STRUCTURE_HEAD).post(bulk_url(models.Offer, "publish", here.offer))
    here.offer.refresh_from_db()
    assert here.offer.title == "Nouveau titre"


def test_unpublishing_takes_each_off_the_public_site(sign_in, here):
    sign_in(Role.STRUCTURE_HEAD).post(bulk_url(models.Offer, "unpublish", here.offer))
    assert not models.Offer.objects.public().exists()


def test_deleting_deletes(sign_in, here):
    sign_in(Role.STRUCTURE_HEAD).post(bulk_url(models.Offer, "delete", here.offer))
    assert not models.Offer.objects.exists()


def test_a_locked_object_is_left_as_it_is(sign_in, superuser, here):
    here.offer.locked, here.offer.locked_by = True, superuser
    here.offer.save()
    sign_in(Role.STRUCTURE_HEAD).post(bulk_url(models.Offer, "unpublish", here.offer))
    here.offer.refresh_from_db()
    assert here.offer.live


def test_everything_means_everything_that_is_listed(admin, here):
    """Wagtail would take all objects, past the filters of the listing."""
    job = factories.OfferFactory(structure=here.structure, kind=models.Offer.Kind.JOB)
    admin.post(bulk_url(models.Offer, "unpublish", everything=True, kind="job"))
    job.refresh_from_db()
    here.offer.refresh_from_db()
    assert (job.live, here.offer.live) == (False, True)


@pytest.mark.parametrize("pk", ["abc", "%00", "99999999999999999999", "-1"])
def test_a_bulk_action_puts_up_with_any_key(pk, admin, here):
    assert admin.get(bulk_url(models.Offer, "check", pk)).status_code == 200


# --- Side panel


def test_the_editor_says_what_is_to_be_checked(sign_in, here):
    models.ReceptionSite.objects.update(checked_on=None, address="")
    page = text_of(sign_in(Role.STRUCTURE_HEAD).get(admin_url(here.site, "edit")))
    assert "Jamais vérifié." in page
    assert "Adresse" in page.split("Il manque")[1]
