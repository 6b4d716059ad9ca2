"""Which column of a file says what: the step that a person takes where nobody knows."""

import pytest
from django.urls import reverse

from catalogue.models import Role
from imports.models import BatchState
from tests.catalogue.admin.tools import text_of

pytestmark = pytest.mark.django_db


def url(name, batch):
    return reverse(f"imports:{name}", args=[batch.pk])


@pytest.fixture
def client(sign_in):
    return sign_in(Role.STRUCTURE_HEAD)


def test_columns_nobody_knows_are_chosen_with_samples_beside_them(client, send):
    batch = send("A1;Atelier CV;Atelier;lundi", headers="Identifiant;Titre;Type;Zzz")
    assert batch.state == BatchState.REVIEW or batch.state == BatchState.MAPPING
    page = client.get(url("mapping", batch))
    assert "lundi" in text_of(page)

    mapping = {f"column_{n}": name for n, name in enumerate(["external_id", "title", "kind", ""])}
    client.post(url("mapping", batch), mapping)
    batch.refresh_from_db()
    assert batch.state == BatchState.REVIEW
    assert batch.mapping["Zzz"] == ""


def test_two_headings_for_one_column_are_refused_with_a_reason(client, send):
    batch = send("A1;Atelier CV;Atelier;lundi", headers="Identifiant;Titre;Type;Zzz")
    mapping = {
        f"column_{n}": name for n, name in enumerate(["external_id", "title", "kind", "title"])
    }
    page = client.post(url("mapping", batch), mapping)
    assert "ne peuvent pas dire la même chose" in text_of(page)


def test_a_file_without_its_identifier_is_told_so_at_once(client, send):
    batch = send("A1;Atelier CV;Atelier", headers="Zzz;Titre;Type")
    page = text_of(client.get(url("batch", batch)))
    assert "Aucune colonne n’est reconnue pour" in page
    assert "Identifiant" in page.partition("Aucune colonne")[2].partition(".")[0]


def test_a_mistake_among_columns_takes_no_button_away(client, send):
    batch = send("A1;Atelier CV;Atelier", headers="Zzz;Titre;Type")
    mapping = {f"column_{n}": name for n, name in enumerate(["", "title", "kind"])}
    page = text_of(client.post(url("mapping", batch), mapping))
    assert "Il manque une colonne pour" in page
    assert "Abandonner cet import" in page


def test_a_machine_chooses_columns_by_their_headings(client, send):
    batch = send("A1;Atelier CV;Atelier;lundi", headers="Identifiant;Titre;Type;Zzz")
    chosen = {"Identifiant": "external_id", "Titre": "title", "Type": "kind", "Zzz": ""}
    response = client.post(
        url("mapping", batch),
        {"mapping": chosen},
        content_type="application/json",
        headers={"accept": "application/json"},
    )
    assert response.status_code == 200
