"""What Wagtail is told once a batch is written: who uses what, and each object's history."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry, ReferenceIndex

from catalogue.models import Offer, Role
from imports.models import BatchState
from imports.tasks import index_changes
from tests.catalogue.admin.tools import text_of
from tests.factories import (
    FeedFactory,
    MembershipFactory,
    OfferFactory,
    PartnerFactory,
    ReceptionSiteFactory,
    UserFactory,
)
from tests.imports.life.files import confirm, send

from .conftest import row

pytestmark = pytest.mark.dialect("imports.undoing")


@pytest.fixture
def person(db):
    return UserFactory(first_name="Dominique", last_name="Roy", is_superuser=True)


@pytest.fixture
def written(pipeline, person):
    """A batch that was applied, and whose tasks ran."""

    def written(rows):
        batch = pipeline.applied(rows)
        batch.state, batch.confirmed_by = BatchState.APPLIED, person
        batch.save()
        index_changes.call(batch.pk)
        return batch

    return written


@pytest.fixture
def taken_back(pipeline, person):
    def taken_back(batch):
        pipeline.undo(batch)
        batch.state, batch.undone_by, batch.undone_at = BatchState.UNDONE, person, timezone.now()
        batch.save()
        index_changes.call(batch.pk)

    return taken_back


def users_of(thing):
    """What uses an object, as Wagtail says it before a deletion."""
    found = ReferenceIndex.get_references_to(thing).group_by_source_object()
    return sorted(str(source) for source, _references in found)


def references():
    fields = ["content_type", "object_id", "to_content_type", "to_object_id", "content_path_hash"]
    offers = ContentType.objects.get_for_model(Offer)
    return set(ReferenceIndex.objects.filter(content_type=offers).values_list(*fields))


class TestReferences:
    def test_what_an_imported_offer_uses_is_known(self, written, feed):
        written([row(1), row(2)])
        assert users_of(feed.partner) == ["Atelier 1", "Atelier 2"]

    def test_they_are_those_that_wagtail_itself_would_find(self, written, feed):
        written([row(1), row(2)])
        ours = references()
        ReferenceIndex.objects.all().delete()
        for offer in Offer.objects.all():
            ReferenceIndex.create_or_update_for_object(offer)
        assert ours == references()
        assert ours

    def test_what_it_does_not_use_any_more_is_forgotten(self, written, feed):
        old, new = PartnerFactory(code="ancien"), PartnerFactory(code="nouveau")
        written([row(1)])
        ReferenceIndex.objects.update(to_object_id=str(old.pk))  # as if it had been another's
        feed.batches.update(is_indexed=False)
        index_changes.call(feed.batches.get().pk)
        assert (users_of(old), users_of(new)) == ([], [])
        assert users_of(feed.partner) == ["Atelier 1"]

    def test_what_was_undone_uses_nothing(self, written, taken_back, feed):
        taken_back(written([row(1)]))
        assert not ReferenceIndex.objects.filter(to_object_id=str(feed.partner.pk)).exists()

    def test_many_objects_take_as_many_statements_as_few(self, written):
        def statements(rows):
            with CaptureQueriesContext(connection) as queries:
                written(rows)
            return sum("referenceindex" in query["sql"] for query in queries)

        statements([row(90)])
        few = statements([row(1)])
        assert statements([row(rank) for rank in range(2, 40)]) == few


class TestHistory:
    def test_each_object_says_which_import_changed_it(self, written, feed, person, client):
        written([row(1)])
        written([row(1, Titre="Atelier CV")])
        offer = Offer.objects.get()
        client.force_login(person)
        page = text_of(
            client.get(reverse(Offer.snippet_viewset.get_url_name("history"), args=[offer.pk]))
        )
        day = timezone.localdate()
        assert f"Ajouté par l’import du {day.day}" in page
        assert f"Modifié par l’import du {day.day}" in page
        assert feed.name in page
        assert "Dominique Roy" in page

    def test_what_was_taken_back_says_so(self, written, taken_back):
        taken_back(written([row(1)]))
        told = ModelLogEntry.objects.order_by("pk").values_list("action", "deleted", "label")
        assert list(told) == [
            ("imports.created", False, "Atelier 1"),
            ("imports.undone", True, "Atelier 1"),
        ]

    def test_a_task_that_runs_again_tells_nothing_twice(self, written):
        batch = written([row(1), row(2)])
        index_changes.call(batch.pk)
        assert ModelLogEntry.objects.count() == 2

    def test_what_is_unchanged_has_nothing_to_tell(self, written):
        written([row(1)])
        written([row(1)])
        assert ModelLogEntry.objects.count() == 1

    def test_many_objects_take_as_many_statements_as_few(self, written):
        def statements(rows):
            with CaptureQueriesContext(connection) as queries:
                written(rows)
            return sum("modellogentry" in query["sql"] for query in queries)

        few = statements([row(1)])
        assert statements([row(rank) for rank in range(2, 40)]) == few


def test_what_a_session_uses_is_used_by_its_offer(db):
    """For Wagtail, a session is a part of its offer."""
    offer = OfferFactory(external_id="A1", partner=PartnerFactory())
    feed = FeedFactory(target="sessions", structure=offer.structure, partner=offer.partner)
    site = ReceptionSiteFactory(structure=offer.structure)
    user = MembershipFactory(role=Role.DATA, structure=offer.structure).user
    line = f"A1;S1;31/01/2027 09:30;{site.code}\n"
    confirm(send(feed, f"Offre;Identifiant;Début;Lieu d’accueil\n{line}", user=user), user)
    assert users_of(site) == [str(offer)]
