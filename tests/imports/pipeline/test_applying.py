"""What was reviewed is written, and nothing else."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from wagtail.search.models import IndexEntry

from catalogue import search
from catalogue.models import Offer
from imports.models import Change, ImportRow, Provenance
from imports.tasks import index_changes
from tests.factories import OfferSessionFactory, PartnerFactory, ThemeFactory

from .conftest import Pipeline, kinds, row

pytestmark = pytest.mark.dialect("imports.applying", "imports.constraints", "imports.database")


def snapshot():
    """All that an import may change of the offers."""
    offers = Offer.objects.order_by("pk").prefetch_related("themes")
    return [
        {
            field.attname: getattr(offer, field.attname)
            for field in Offer._meta.concrete_fields
            if field.name != "updated_at"
        }
        | {"themes": sorted(theme.pk for theme in offer.themes.all())}
        for offer in offers
    ]


def test_new_objects_are_as_if_saved(pipeline, feed):
    theme = ThemeFactory(code="emploi")
    pipeline.applied([row(1, Places="12", Début="03/09/2026", Thématiques="emploi")])
    offer = Offer.objects.get()
    assert (offer.title, offer.kind, offer.capacity) == ("Atelier 1", "workshop", 12)
    assert f"{offer.starts_on}" == "2026-09-03"
    assert (offer.structure, offer.partner) == (feed.structure, feed.partner)
    assert list(offer.themes.all()) == [theme]
    assert offer.live
    assert offer.slug
    offer.full_clean()


def test_new_objects_can_be_saved_after(pipeline):
    """Their primary keys came from the same sequence as everybody's."""
    pipeline.applied([row(1), row(2)])
    offer = Offer.objects.latest("pk")
    offer.pk = None
    offer.external_id = "autre"
    offer.save()
    assert Offer.objects.count() == 3


def test_changes_are_written_and_dated(pipeline):
    pipeline.applied([row(1)])
    before = Offer.objects.get()
    pipeline.applied([row(1, Titre="Autre titre")])
    after = Offer.objects.get()
    assert after.title == "Autre titre"
    assert after.updated_at > before.updated_at


def test_an_identical_file_writes_no_row_of_the_catalogue(pipeline):
    pipeline.applied([row(1)])
    before = Offer.objects.get().updated_at
    batch = pipeline.applied([row(1)])
    assert Offer.objects.get().updated_at == before
    assert not batch.changes.exists()


def test_what_was_edited_since_the_review_keeps_its_values(pipeline):
    pipeline.applied([row(1), row(2)])
    batch = pipeline.reviewed([row(1, Titre="Du fichier"), row(2, Titre="Du fichier")])
    Offer.objects.filter(external_id="A1").update(title="À la main", updated_at=timezone.now())
    pipeline.apply(batch)
    titles = dict(Offer.objects.values_list("external_id", "title"))
    assert titles == {"A1": "À la main", "A2": "Du fichier"}
    assert batch.counts["conflicts"] == 1
    assert batch.rows.get(outcome="conflict").line == 2


def test_what_was_made_since_the_review_is_not_made_twice(pipeline):
    batch = pipeline.reviewed([row(1)])
    pipeline.applied([row(1, Titre="L’autre")])
    pipeline.apply(batch)
    assert Offer.objects.get().title == "L’autre"
    assert batch.counts["conflicts"] == 1


def test_what_names_something_deleted_since_the_review_is_left_out(pipeline):
    health, work = ThemeFactory(code="sante"), ThemeFactory(code="emploi")
    pipeline.applied([row(1, Thématiques="emploi")])
    batch = pipeline.reviewed(
        [
            row(1, Thématiques="sante"),
            row(2, Thématiques="sante, emploi"),
            row(3, Thématiques="emploi"),
        ]
    )
    health.delete()
    pipeline.apply(batch)
    outcomes = batch.rows.order_by("line").values_list("outcome", flat=True)
    assert list(outcomes) == ["gone", "gone", "applied"]
    assert (batch.counts["gone"], batch.counts["applied"]) == (2, 1)
    kept = {offer.external_id: list(offer.themes.all()) for offer in Offer.objects.all()}
    assert kept == {"A1": [work], "A3": [work]}


def test_a_partner_deleted_since_the_review_takes_its_rows_with_it(pipeline):
    other = PartnerFactory(code="autre")
    batch = pipeline.reviewed([row(1, Partenaire="autre"), row(2)])
    other.delete()
    pipeline.apply(batch)
    assert batch.counts["gone"] == 1
    assert Offer.objects.get().external_id == "A2"


def test_what_names_nothing_loses_nothing_where_there_is_nothing_to_name(pipeline):
    pipeline.applied([row(1, Dispositif="")])  # and there is no scheme at all
    assert Offer.objects.count() == 1


def test_excluded_rows_are_left_out(pipeline):
    batch = pipeline.reviewed([row(1), row(2)])
    batch.rows.filter(line=2).update(excluded=True)
    pipeline.apply(batch)
    assert Offer.objects.get().external_id == "A2"


def test_only_the_chosen_kinds_are_applied(pipeline):
    pipeline.applied([row(1)])
    pipeline.applied([row(1, Titre="Autre"), row(2)], kinds=["changed"])
    assert Offer.objects.get().title == "Autre"


def test_invalid_rows_are_never_applied(pipeline):
    batch = pipeline.applied([row(1, Places="douze"), row(2, Places="12")])
    assert Offer.objects.get().external_id == "A2"
    assert batch.counts["applied"] == 1


class TestWithdrawing:
    @pytest.fixture
    def pipeline(self, feed):
        feed.mode = feed.Mode.FULL
        feed.save()
        return Pipeline(feed)

    def test_what_vanished_is_withdrawn_not_deleted(self, pipeline):
        pipeline.applied([row(1), row(2)])
        pipeline.applied([row(1)])
        assert dict(Offer.objects.values_list("external_id", "status")) == {
            "A1": "active",
            "A2": "withdrawn",
        }

    def test_it_returns_when_it_is_listed_again(self, pipeline):
        pipeline.applied([row(1), row(2)])
        key = Offer.objects.get(external_id="A2").pk
        pipeline.applied([row(1)])
        batch = pipeline.applied([row(1), row(2)])
        assert batch.counts["changed"] == 1
        offer = Offer.objects.get(external_id="A2")
        assert (offer.pk, offer.status) == (key, "active")

    def test_it_is_withdrawn_once(self, pipeline):
        pipeline.applied([row(1), row(2)])
        pipeline.applied([row(1)])
        assert pipeline.reviewed([row(1)]).counts["vanished"] == 0

    def test_undoing_brings_it_back(self, pipeline):
        pipeline.applied([row(1), row(2)])
        before = snapshot()
        pipeline.undo(pipeline.applied([row(1)]))
        assert snapshot() == before
        assert pipeline.reviewed([row(1)]).counts["vanished"] == 1

    def test_what_somebody_brought_back_by_hand_stays_and_is_no_conflict(self, pipeline):
        pipeline.applied([row(1), row(2)])
        batch = pipeline.applied([row(1)])
        Offer.objects.filter(external_id="A2").update(status="active", updated_at=timezone.now())
        pipeline.undo(batch)
        assert set(Offer.objects.values_list("status", flat=True)) == {"active"}
        assert batch.changes.get().conflicts == []

    def test_undoing_a_return_withdraws_again(self, pipeline):
        pipeline.applied([row(1), row(2)])
        pipeline.applied([row(1)])
        before = snapshot()
        pipeline.undo(pipeline.applied([row(1), row(2)]))
        assert snapshot() == before


class TestUndoing:
    def test_it_gives_back_the_exact_state_of_before(self, pipeline):
        ThemeFactory(code="emploi")
        ThemeFactory(code="sante")
        pipeline.applied(
            [
                row(1, Places="12", Début="03/09/2026", Thématiques="emploi"),
                row(2, Places="", Début="", Thématiques=""),
            ]
        )
        before, provenance = snapshot(), list(Provenance.objects.order_by("pk").values())
        batch = pipeline.applied(
            [
                row(1, Titre="X", Places="1", Début="", Thématiques="sante"),
                row(2, Titre="Y", Places="3", Début="04/09/2026", Thématiques="emploi, sante"),
                row(3, Places="4", Début="", Thématiques="emploi"),
            ]
        )
        assert snapshot() != before
        pipeline.undo(batch)
        assert snapshot() == before
        assert list(Provenance.objects.order_by("pk").values()) == provenance
        assert batch.counts["undone"] == 3
        assert batch.counts["undo_conflicts"] == 0

    def test_a_field_changed_since_keeps_its_newer_value(self, pipeline):
        pipeline.applied([row(1, Places="12")])
        batch = pipeline.applied([row(1, Titre="Du fichier", Places="13")])
        Offer.objects.update(title="Du rédacteur", updated_at=timezone.now())
        pipeline.undo(batch)
        offer = Offer.objects.get()
        assert (offer.title, offer.capacity) == ("Du rédacteur", 12)
        assert batch.changes.get().conflicts == ["title"]
        assert batch.counts["undo_conflicts"] == 1

    @pytest.mark.parametrize(
        ("before", "from_file", "since", "after", "is_conflict"),
        [
            (12, 13, [12], 12, False),  # put back by hand: as undoing would have it
            (12, 13, [14, 12], 12, False),
            (12, 13, [14, 13], 12, False),  # as the file has it, again
            (12, 13, [14], 14, True),
            (12, 13, [None], None, True),
            (12, None, [12], 12, False),
            (12, None, [13, None], 12, False),
            (12, None, [13], 13, True),
            (None, 13, [None], None, False),
            (None, 13, [14], 14, True),
        ],
    )
    def test_what_counts_is_what_a_field_has_at_last(
        self, pipeline, before, from_file, since, after, is_conflict
    ):
        """Whoever put back by hand what the import changed has lost nothing, nor has anybody."""
        pipeline.applied([row(1, Places=before or "")])
        batch = pipeline.applied([row(1, Places=from_file or "")])
        for value in since:
            Offer.objects.update(capacity=value, updated_at=timezone.now())
        pipeline.undo(batch)
        assert Offer.objects.get().capacity == after
        change = batch.changes.get()
        assert change.conflicts == (["capacity"] if is_conflict else [])
        assert change.undo == ("conflict" if is_conflict else "undone")
        assert (batch.counts["undone"], batch.counts["undo_conflicts"]) == (
            (0, 1) if is_conflict else (1, 0)
        )

    @pytest.mark.parametrize(
        ("before", "from_file", "since", "after", "is_conflict"),
        [
            ("emploi", "sante", ["emploi"], "emploi", False),
            ("emploi", "sante, logement", ["", "logement, sante"], "emploi", False),
            ("emploi", "sante", ["logement"], "logement", True),
            ("emploi", "sante", ["emploi, sante"], "emploi, sante", True),
            ("emploi", "sante", [""], "", True),
            ("emploi", "", ["emploi"], "emploi", False),
            ("", "sante", [""], "", False),
            ("", "sante", ["emploi"], "emploi", True),
        ],
    )
    def test_so_do_its_themes(self, pipeline, before, from_file, since, after, is_conflict):
        codes = ["emploi", "sante", "logement"]
        themes = {code: ThemeFactory(code=code) for code in codes}
        pipeline.applied([row(1, Thématiques=before)])
        batch = pipeline.applied([row(1, Thématiques=from_file)])
        for value in since:
            offer = Offer.objects.get()
            offer.themes.set([themes[code] for code in codes if code in value])
            offer.save()
        pipeline.undo(batch)
        found = sorted(theme.code for theme in Offer.objects.get().themes.all())
        assert found == sorted(code for code in codes if code in after)
        assert batch.changes.get().conflicts == (["themes"] if is_conflict else [])

    @pytest.mark.parametrize(
        ("title", "start", "conflicts"),
        [
            ("Atelier 1", "2026-09-03", []),
            ("Du fichier", "2026-09-03", []),
            ("Du rédacteur", "2026-09-03", ["title"]),
            ("Atelier 1", "2026-09-05", ["starts_on"]),
            ("Du rédacteur", "2026-09-05", ["starts_on", "title"]),
        ],
    )
    def test_each_field_is_looked_at_by_itself(self, pipeline, title, start, conflicts):
        pipeline.applied([row(1, Places="12", Début="03/09/2026")])
        batch = pipeline.applied([row(1, Titre="Du fichier", Places="13", Début="04/09/2026")])
        Offer.objects.update(title=title, starts_on=start, updated_at=timezone.now())
        pipeline.undo(batch)
        offer = Offer.objects.get()
        assert sorted(batch.changes.get().conflicts) == conflicts
        kept = title if "title" in conflicts else "Atelier 1"
        assert (offer.title, f"{offer.starts_on}", offer.capacity) == (kept, start, 12)

    def test_a_new_object_that_was_edited_and_put_back_stays(self, pipeline):
        """Somebody looked after it: that is enough."""
        batch = pipeline.applied([row(1)])
        for title in ("Édité", "Atelier 1"):
            Offer.objects.update(title=title, updated_at=timezone.now())
        pipeline.undo(batch)
        assert Offer.objects.exists()
        assert batch.changes.get().conflicts == ["*"]

    def test_a_field_that_the_batch_left_as_it_was_is_no_conflict(self, pipeline):
        pipeline.applied([row(1, Places="12")])
        batch = pipeline.applied([row(1, Places="13")])
        Offer.objects.update(title="Du rédacteur", updated_at=timezone.now())
        pipeline.undo(batch)
        assert Offer.objects.get().title == "Du rédacteur"
        assert batch.changes.get().conflicts == []

    def test_a_new_object_that_was_edited_since_stays(self, pipeline):
        batch = pipeline.applied([row(1), row(2)])
        Offer.objects.filter(external_id="A1").update(title="Édité", updated_at=timezone.now())
        pipeline.undo(batch)
        assert Offer.objects.get().title == "Édité"
        assert batch.changes.get(conflicts=["*"]).action == Change.Action.CREATED

    def test_a_new_object_with_sessions_since_stays(self, pipeline):
        batch = pipeline.applied([row(1)])
        OfferSessionFactory(offer=Offer.objects.get())
        pipeline.undo(batch)
        assert Offer.objects.exists()

    def test_what_was_deleted_since_is_told(self, pipeline):
        pipeline.applied([row(1)])
        batch = pipeline.applied([row(1, Titre="Autre")])
        Offer.objects.all().delete()
        pipeline.undo(batch)
        assert batch.changes.get().conflicts == ["*"]

    def test_the_same_file_can_be_applied_again(self, pipeline):
        batch = pipeline.applied([row(1)])
        pipeline.undo(batch)
        assert kinds(pipeline.applied([row(1)])) == {2: "new"}
        assert ImportRow.objects.filter(outcome="applied").count() == 2


class TestSearch:
    """Set-based writes send no signal: the search is told by a task of its own."""

    def found(self, text):
        return [offer.external_id for offer in search.typed(Offer.objects.all(), text)]

    def test_what_was_written_is_found(self, pipeline):
        batch = pipeline.applied([row(1, Titre="Boulangerie du port")])
        index_changes.call(batch.pk)
        assert self.found("boulangerie") == ["A1"]

    def test_what_was_undone_is_not_found_any_more(self, pipeline):
        batch = pipeline.applied([row(1, Titre="Boulangerie du port")])
        index_changes.call(batch.pk)
        pipeline.undo(batch)
        index_changes.call(batch.pk)
        assert self.found("boulangerie") == []
        offers = ContentType.objects.get_for_model(Offer)
        assert not IndexEntry.objects.filter(content_type=offers).exists()
