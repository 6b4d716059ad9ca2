"""What leaves in a spreadsheet: what is listed, nothing that computes, and nothing lost."""

import csv
from datetime import UTC, datetime
from io import BytesIO, StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from catalogue import models, resources, spreadsheets
from catalogue.models import Role
from catalogue.spreadsheets import FORMULA_STARTS, inert, restored
from tests import factories
from tests.catalogue.admin.tools import admin_url

DANGEROUS = [f"{start}HYPERLINK(1)" for start in FORMULA_STARTS] + [" =1+1", "\xa0@SUM(A1)"]
RESOURCES = [
    resource
    for resource in vars(resources).values()
    if isinstance(resource, type)
    and issubclass(resource, resources.CatalogueResource)
    and resource._meta.model
]


def csv_rows(response):
    text = b"".join(response).decode()
    assert text.startswith("\ufeff")
    return list(csv.DictReader(StringIO(text[1:]), delimiter=";"))


def xlsx_cells(response):
    sheet = load_workbook(BytesIO(response.content)).active
    headers, *rows = sheet.iter_rows()
    return [dict(zip([cell.value for cell in headers], row, strict=True)) for row in rows]


@pytest.mark.parametrize("text", DANGEROUS)
def test_no_text_is_a_formula_in_csv(text, admin, here):
    models.Offer.objects.filter(pk=here.offer.pk).update(title=text, summary=text)
    [row] = csv_rows(admin.get(admin_url(models.Offer, "list") + "?export=csv"))
    assert row["Titre"] == f"'{text}"
    assert restored(row["Titre"]) == text


@pytest.mark.parametrize("text", DANGEROUS)
def test_no_text_is_a_formula_in_xlsx(text, admin, here):
    models.Offer.objects.filter(pk=here.offer.pk).update(title=text)
    [row] = xlsx_cells(admin.get(admin_url(models.Offer, "list") + "?export=xlsx"))
    assert row["Titre"].data_type == "s"
    assert row["Titre"].quotePrefix
    # XML has one kind of line break.
    assert row["Titre"].value == text.replace("\r", "\n")


@given(st.text())
def test_inert_text_is_no_formula_and_can_be_restored(text):
    assert not inert(text).lstrip(" \xa0").startswith(FORMULA_STARTS)
    assert restored(inert(text)) == text


def test_numbers_and_dates_stay_such(admin, here):
    here.site.longitude = -61.53
    here.site.save()
    url = admin_url(models.ReceptionSite, "list")
    [row] = csv_rows(admin.get(url + "?export=csv"))
    assert row["Longitude"] == "-61,53"
    assert row["Vérifié le"] == here.site.checked_on.isoformat()
    [row] = xlsx_cells(admin.get(url + "?export=xlsx"))
    assert row["Longitude"].value == -61.53
    assert row["Vérifié le"].value.date() == here.site.checked_on


def test_a_moment_is_given_in_the_time_of_paris():
    moment = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)
    assert spreadsheets.csv_cell(moment) == "2026-07-01 14:00"
    assert spreadsheets.xlsx_cell(None, moment) == datetime(2026, 7, 1, 14, 0)  # noqa: DTZ001


def test_an_export_holds_what_is_listed_and_no_more(sign_in, here, there):
    factories.OfferFactory(structure=here.structure, kind=models.Offer.Kind.JOB, title="Vente")
    url = admin_url(models.Offer, "list")
    rows = csv_rows(sign_in(Role.STRUCTURE_HEAD).get(url + "?export=csv"))
    assert {row["Titre"] for row in rows} == {"Atelier d’Ici", "Vente"}


def test_an_export_follows_the_filters_and_the_search(admin, here):
    factories.OfferFactory(structure=here.structure, kind=models.Offer.Kind.JOB, title="Vente")
    url = admin_url(models.Offer, "list")
    for query in ("?kind=job", "?q=vent", "?q=vente&kind=job"):
        [row] = csv_rows(admin.get(url + query + "&export=csv"))
        assert row["Titre"] == "Vente"


def test_related_objects_are_named_by_their_codes(admin, here):
    theme = factories.ThemeFactory()
    offer = factories.OfferFactory(
        structure=here.structure, title="Vente", scheme=factories.SchemeFactory(), themes=[theme]
    )
    rows = csv_rows(admin.get(admin_url(models.Offer, "list") + "?export=csv"))
    [row] = [row for row in rows if row["Titre"] == "Vente"]
    assert row["Structure"] == here.structure.imilo_code
    assert row["Dispositif"] == offer.scheme.code
    assert row["Thématiques"] == theme.code
    assert row["Type"] == "atelier"
    assert row["Donnée de démonstration"] == "non"


@pytest.mark.parametrize("resource", RESOURCES)
def test_the_columns_of_a_resource_have_different_names(resource):
    headers = resource().get_export_headers()
    assert len(headers) == len(set(headers))
    assert len(RESOURCES) >= 9


def test_what_an_export_says_is_understood_when_it_comes_back(here):
    """The declaration serves imports too: each cell cleans to the value it was made from."""
    theme = factories.ThemeFactory()
    offer = factories.OfferFactory(
        structure=here.structure,
        site=here.site,
        themes=[theme],
        summary="=1+1",
        age_min=16,
        expires_on=here.site.checked_on,
        apply_phone="0160066047",
    )
    resource = resources.OfferResource()
    headers = resource.get_export_headers()
    native = resource.export_resource(offer, force_native_type=True)
    row = {
        header: str(spreadsheets.csv_cell(value))
        for header, value in zip(headers, native, strict=True)
    }
    for name, field in resource.fields.items():
        if name in {"latitude", "longitude"}:  # read by the imports, with their decimal comma
            continue
        cleaned = field.clean(row)
        expected = getattr(offer, name)
        if name == "themes":
            cleaned, expected = list(cleaned), list(expected.all())
        assert (cleaned or None) == (expected or None), name


def test_a_long_export_asks_as_few_questions(admin, here, django_assert_max_num_queries):
    for _ in range(15):
        factories.OfferFactory(structure=here.structure, themes=[factories.ThemeFactory()])
    with django_assert_max_num_queries(9):
        csv_rows(admin.get(admin_url(models.Offer, "list") + "?export=csv"))
