"""The page of one import: what would change, what did, and what may be done about it."""

import re

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone

from catalogue.models import Offer, Role
from imports.models import BatchState, Feed, ImportBatch, Provenance
from tests import factories
from tests.catalogue.admin.tools import text_of
from tests.imports.pages.conftest import HEADERS

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.dialect("imports.views.batches", "imports.filters"),
]


def url(name, batch):
    return reverse(f"imports:{name}", args=[batch.pk])


@pytest.fixture
def client(sign_in):
    return sign_in(Role.STRUCTURE_HEAD)


@pytest.fixture
def known(feed):
    """An offer that the feed brought before."""
    offer = factories.OfferFactory(
        structure=feed.structure,
        partner=feed.partner,
        external_id="A1",
        title="Atelier CV",
        age_min=16,
        commune=None,
    )
    earlier = factories.ImportBatchFactory(feed=feed, state=BatchState.APPLIED)
    Provenance.objects.create(
        feed=feed, object_id=offer.pk, key=f"{feed.partner.pk}|A1", batch=earlier, line=2
    )
    return offer


def confirm(client, batch, *kinds, **data):
    return client.post(url("confirm", batch), {"kinds": kinds, **data})


# --- Review


def test_one_sentence_says_what_will_happen(client, send, known):
    batch = send("A1;Atelier CV et lettre;Atelier;16", "A2;Atelier vélo;Atelier;18")
    page = text_of(client.get(url("batch", batch)))
    assert "Si vous confirmez, Parvis va ajouter 1 offre et en modifier 1." in page


def test_the_sentence_follows_what_is_ticked(client, send, known):
    batch = send("A1;Atelier CV et lettre;Atelier;16", "A2;Atelier vélo;Atelier;18")
    page = text_of(client.get(url("batch", batch), {"preview": "", "kinds": "new"}))
    assert "Parvis va ajouter 1 offre." in page


def test_old_and_new_stand_side_by_side_with_the_difference_marked(client, send, known):
    batch = send("A1;Atelier CV et lettre;Atelier;17")
    page = client.get(url("batch", batch)).content.decode()
    assert re.search(r"Atelier CV\s*<ins>\s*et lettre</ins>", page)
    assert "<del>16</del>" in page
    assert "<ins>17</ins>" in page
    assert "<ins>Atelier</ins>" not in page


def test_a_line_in_error_says_what_to_do(client, send):
    batch = send("A1;Atelier CV;Atelier;seize")
    page = text_of(client.get(url("batch", batch)))
    assert "Ligne 2" in page
    assert "Écrivez seulement des chiffres" in page
    assert "1 ligne en erreur sera laissée de côté" in page


def test_all_or_nothing_offers_no_button_while_something_is_wrong(client, send):
    Feed.objects.update(policy=Feed.Policy.ALL_OR_NOTHING)
    batch = send("A1;Atelier CV;Atelier;seize", "A2;Atelier vélo;Atelier;18")
    response = client.get(url("batch", batch))
    assert "Rien ne peut être appliqué pour l’instant." in text_of(response)
    assert "Une fois les erreurs corrigées, Parvis pourra ajouter 1 offre." in text_of(response)
    assert "Télécharger le fichier à corriger" in text_of(response)
    confirm(client, batch, "new")
    assert not Offer.objects.exists()


def test_rows_are_found_by_kind_cause_identifier_and_line(client, send):
    batch = send("A1;Atelier CV;Atelier;seize", "A2;Atelier vélo;Atelier;18")
    for query, found in (
        ({"kind": "new"}, ["A2"]),
        ({"cause": "title:unheard-of"}, []),
        ({"kind": "invalid"}, ["A1"]),
        ({"q": "A2"}, ["A2"]),
        ({"q": "3"}, ["A2"]),
        ({"q": "vélo"}, ["A2"]),
        ({"line": "2"}, ["A1"]),
        ({"line": "x"}, []),
    ):
        rows = client.get(url("batch", batch), {"format": "json", **query}).json()["rows"]
        assert [row["key"].rpartition("|")[2] for row in rows["results"]] == found, query


def test_a_cause_leads_to_its_lines(client, send):
    batch = send("A1;Atelier CV;Atelier;seize", "A2;Atelier vélo;Atelier;18")
    (cause,) = client.get(url("batch", batch), {"format": "json"}).json()["causes"]
    query = {"format": "json", "cause": cause["slug"]}
    rows = client.get(url("batch", batch), query).json()["rows"]
    assert [row["line"] for row in rows["results"]] == [2]


def test_machines_get_the_facts_of_the_page(client, send, known):
    batch = send("A1;Atelier CV;Atelier;17")
    data = client.get(url("batch", batch), {"format": "json"}).json()
    assert data["batch"]["counts"]["changed"] == 1
    (row,) = data["rows"]["results"]
    assert row["changes"] == [{"name": "age_min", "label": "Âge minimum", "old": "16", "new": "17"}]


def test_a_file_that_changes_nothing_says_so_and_can_be_closed(client, send, known):
    batch = send("A1;Atelier CV;Atelier;16")
    response = client.get(url("batch", batch))
    assert "Rien ne changera" in text_of(response)
    confirm(client, batch, "new", "changed", "vanished")
    batch.refresh_from_db()
    assert batch.state == BatchState.APPLIED
    assert "Rien n’a changé" in text_of(client.get(url("batch", batch)))


# --- What to apply


def test_only_what_is_ticked_is_applied(client, send, known):
    batch = send("A1;Atelier CV et lettre;Atelier;16", "A2;Atelier vélo;Atelier;18")
    confirm(client, batch, "new")
    assert set(Offer.objects.values_list("title", flat=True)) == {"Atelier CV", "Atelier vélo"}


def test_nothing_ticked_applies_nothing(client, send):
    batch = send("A2;Atelier vélo;Atelier;18")
    page = client.post(url("confirm", batch), follow=True)
    assert "Choisissez ce qu’il faut appliquer." in text_of(page)
    assert not Offer.objects.exists()


def test_a_row_left_out_is_not_applied_and_is_not_counted(client, send):
    batch = send("A1;Atelier CV;Atelier;16", "A2;Atelier vélo;Atelier;18")
    row = batch.rows.get(line=2)
    page = client.post(url("exclude", batch), {"rows": [row.pk], "excluded": "true"}, follow=True)
    assert "1 ligne est laissée de côté." in text_of(page)
    assert "Parvis va ajouter 1 offre." in text_of(page)
    confirm(client, batch, "new")
    assert Offer.objects.get().title == "Atelier vélo"


def test_a_row_left_out_can_be_taken_back_in(client, send):
    batch = send("A1;Atelier CV;Atelier;16")
    batch.rows.update(excluded=True)
    client.post(url("exclude", batch), {"rows": [batch.rows.get().pk]})
    assert not batch.rows.get().excluded


def test_rows_of_another_batch_are_not_left_out(client, send):
    batch = send("A1;Atelier CV;Atelier;16")
    other = factories.ImportRowFactory()
    client.post(url("exclude", batch), {"rows": [other.pk], "excluded": "true"})
    other.refresh_from_db()
    assert not other.excluded


def test_once_it_is_confirmed_no_row_is_left_out_any_more(client, send):
    batch = send("A1;Atelier CV;Atelier;16")
    confirm(client, batch, "new")
    page = client.post(
        url("exclude", batch), {"rows": [batch.rows.get().pk], "excluded": "true"}, follow=True
    )
    assert "n’est plus à relire" in text_of(page)
    assert not batch.rows.get().excluded


def test_many_withdrawals_ask_for_a_second_confirmation(client, send, known):
    Feed.objects.update(mode=Feed.Mode.FULL)
    batch = send("A2;Atelier vélo;Atelier;18")
    assert "seconde confirmation" in " ".join(text_of(client.get(url("batch", batch))).split())

    asked = confirm(client, batch, "new", "vanished")
    assert "Retirer 1 fiche sur 1" in text_of(asked)
    known.refresh_from_db()
    assert known.status == Offer.Status.ACTIVE

    confirm(client, batch, "new", "vanished", accepts_withdrawals="true")
    known.refresh_from_db()
    assert known.status == Offer.Status.WITHDRAWN


def test_a_machine_that_withdraws_too_much_is_told(client, send, known):
    Feed.objects.update(mode=Feed.Mode.FULL)
    batch = send("A2;Atelier vélo;Atelier;18")
    response = client.post(
        url("confirm", batch),
        {"kinds": ["vanished"]},
        content_type="application/json",
        headers={"accept": "application/json"},
    )
    assert response.status_code == 409
    assert "Confirmez ces retraits" in response.json()["detail"]


def test_an_import_can_be_given_up(client, send):
    batch = send("A1;Atelier CV;Atelier;16")
    page = client.post(url("cancel", batch), follow=True)
    assert "L’import est abandonné." in text_of(page)
    assert ImportBatch.objects.get().state == BatchState.CANCELLED


# --- Progress, result, undo


def test_while_it_works_the_page_looks_again_by_itself(client, feed):
    batch = factories.ImportBatchFactory(
        feed=feed, state=BatchState.STAGING, lines_read=12_000, staged_at=None
    )
    page = client.get(url("batch", batch))
    assert "12\u202f000 lignes lues" in text_of(page)
    assert 'hx-trigger="every 2s"' in page.content.decode()
    assert "Abandonner cet import" in text_of(page)


def test_a_file_that_cannot_be_read_says_why(client, send, upload, feed):
    response = client.post(
        reverse("imports:upload", args=[feed.pk]), {"file": upload("")}, follow=True
    )
    assert "Ce fichier ne contient rien." in text_of(response)
    assert "Envoyer un autre fichier" in text_of(response)


def test_the_result_links_to_what_changed(client, send):
    batch = send("A2;Atelier vélo;Atelier;18")
    confirm(client, batch, "new")
    page = client.get(url("batch", batch))
    assert "Parvis a ajouté 1 offre." in text_of(page)
    offer = Offer.objects.get()
    inspect = reverse(Offer.snippet_viewset.get_url_name("inspect"), args=[offer.pk])
    assert inspect in page.content.decode()
    assert client.get(inspect).status_code == 200


def test_after_the_fact_the_old_value_is_that_of_before(client, send, known):
    batch = send("A1;Atelier CV;Atelier;17")
    confirm(client, batch, "changed")
    page = client.get(url("batch", batch)).content.decode()
    assert "<del>16</del>" in page
    assert "<ins>17</ins>" in page


def test_what_somebody_changed_meanwhile_is_shown_as_a_conflict(client, send, known):
    batch = send("A1;Atelier CV et lettre;Atelier;16")
    known.save()  # somebody edits it: another `updated_at`
    confirm(client, batch, "changed")
    page = text_of(client.get(url("batch", batch)))
    assert "1 ligne n’a pas été appliquée" in page
    rows = client.get(url("batch", batch), {"format": "json", "outcome": "conflict"}).json()
    assert rows["rows"]["count"] == 1


def test_what_names_something_deleted_meanwhile_is_left_out_and_told(client, send):
    theme = factories.ThemeFactory(code="sante")
    batch = send(
        "A1;Atelier CV;Atelier;sante",
        "A2;Atelier vélo;Atelier;",
        headers="Identifiant;Titre;Type;Thématiques",
    )
    theme.delete()
    confirm(client, batch, "new")
    page = text_of(client.get(url("batch", batch)))
    assert "Parvis a ajouté 1 offre." in page
    assert "1 ligne n’a pas été appliquée : elle cite une fiche" in page.replace("\xa0", " ")
    rows = client.get(url("batch", batch), {"format": "json", "outcome": "gone"}).json()["rows"]
    assert [row["line"] for row in rows["results"]] == [2]


def test_an_import_is_taken_back(client, send, known):
    batch = send("A1;Atelier CV et lettre;Atelier;16", "A2;Atelier vélo;Atelier;18")
    confirm(client, batch, "new", "changed")
    page = client.post(url("undo", batch), follow=True)
    assert "Cet import a été annulé" in text_of(page)
    assert Offer.objects.get().title == "Atelier CV"


@pytest.mark.parametrize(
    ("since", "told"),
    [
        ({"title": "Atelier lettre"}, "Atelier CV et lettre : Titre"),
        ({"title": "Atelier lettre", "age_min": 17}, "Atelier CV et lettre : Âge minimum, Titre"),
        ({"title": "Atelier CV"}, ""),  # put back by hand
        ({"title": "Atelier CV et lettre"}, ""),  # as the file has it, again
    ],
)
def test_whoever_takes_an_import_back_is_told_what_is_kept(client, send, known, since, told):
    batch = send("A1;Atelier CV et lettre;Atelier;18", "A2;Atelier vélo;Atelier;18")
    confirm(client, batch, "new", "changed")
    Offer.objects.filter(pk=known.pk).update(**since, updated_at=timezone.now())
    page = BeautifulSoup(client.post(url("undo", batch), follow=True).content, "html.parser")
    notice = page.select_one(".imports-verdict .help-warning")
    assert bool(notice) == bool(told)
    if told:
        assert "1 fiche avait été modifiée depuis" in notice.text.replace("\xa0", " ")
        assert [item.text.replace("\xa0", " ") for item in notice.select("li")] == [told]


# --- Files


def test_the_original_comes_back_as_it_was_sent(client, send):
    batch = send("A1;Atelier CV;Atelier;16")
    response = client.get(url("original", batch))
    assert b"".join(response) == f"{HEADERS}\nA1;Atelier CV;Atelier;16\n".encode()
    assert 'filename="offres.csv"' in response["Content-Disposition"]


# --- Who


@pytest.mark.parametrize(
    "page",
    [
        "batch",
        "mapping",
        "exclude",
        "confirm",
        "cancel",
        "undo",
        "original",
        "corrected",
        "correction",
    ],
)
def test_the_batch_of_another_structure_does_not_exist(client, page):
    elsewhere = factories.ImportBatchFactory()
    assert client.get(url(page, elsewhere)).status_code == 404
    assert client.post(url(page, elsewhere)).status_code in {404, 405}
    elsewhere.refresh_from_db()
    assert elsewhere.state == BatchState.REVIEW


def test_a_role_that_may_only_read_finds_no_button(client, batch, django_user_model):
    """A superuser may take the right to import away from a role."""
    from django.contrib.auth.models import Permission

    factories.ImportRowFactory(batch=batch)
    ImportBatch.objects.update(counts={"new": 1})
    Permission.objects.get(codename="add_importbatch").group_set.clear()
    page = text_of(client.get(url("batch", batch)))
    assert "votre rôle ne permet pas de l’appliquer" in page
    assert "Fichier d’origine" not in page
    refused = client.post(url("confirm", batch), {"kinds": ["new"]}, follow=True)
    assert "pas le droit d’importer" in text_of(refused)
