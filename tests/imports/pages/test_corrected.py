"""The file handed back: the faulty cells say what is wrong with them."""

from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from catalogue.models import Role
from imports.models import ImportBatch

pytestmark = pytest.mark.django_db

TEXT = """Liste des offres
Identifiant;Titre;Type;Âge minimum
A1;Atelier CV;Atelier;seize

A2;=HYPERLINK("x");Atelier;18
"""


@pytest.fixture
def batch(sign_in, feed, upload):
    client = sign_in(Role.STRUCTURE_HEAD)
    client.post(reverse("imports:upload", args=[feed.pk]), {"file": upload(TEXT)})
    return ImportBatch.objects.get()


@pytest.fixture
def workbook(client, batch):
    response = client.get(reverse("imports:corrected", args=[batch.pk]))
    assert 'filename="offres-a-corriger.xlsx"' in response["Content-Disposition"]
    return load_workbook(BytesIO(b"".join(response)))


def test_each_line_stands_under_its_own_number(batch, workbook):
    sheet = workbook.worksheets[0]
    assert [cell.value for cell in sheet[2]] == ["Identifiant", "Titre", "Type", "Âge minimum"]
    assert sheet["A3"].value == "A1"
    assert sheet["A5"].value == "A2"


def test_a_faulty_cell_is_coloured_and_says_what_to_do(workbook):
    cell = workbook.worksheets[0]["D3"]
    assert cell.fill.fgColor.rgb.endswith("FFC7CE")
    assert "Écrivez seulement des chiffres" in cell.comment.text
    assert workbook.worksheets[0]["D5"].comment is None


def test_a_formula_comes_back_inert(workbook):
    cell = workbook.worksheets[0]["B5"]
    assert cell.data_type == "s"
    assert cell.quotePrefix


def test_a_second_sheet_lists_what_to_correct(workbook):
    found = [[cell.value for cell in row] for row in workbook.worksheets[1].iter_rows(min_row=2)]
    assert [row[:3] for row in found] == [[3, "Âge minimum", "seize"]]


def test_once_corrected_it_is_read_as_the_first_one_was(client, feed, batch, workbook):
    workbook.worksheets[0]["D3"] = 16
    file = BytesIO()
    workbook.save(file)
    file.seek(0)
    file.name = "corrige.xlsx"
    client.post(reverse("imports:upload", args=[feed.pk]), {"file": file})
    again = ImportBatch.objects.exclude(pk=batch.pk).get()
    assert (again.counts["invalid"], again.counts["new"]) == (0, 2)
