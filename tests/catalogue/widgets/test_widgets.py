"""What the cells of partners' files say."""

from datetime import UTC, date, datetime

import pytest

from catalogue import models, widgets
from catalogue.resources import CatalogueResource, widget_for
from catalogue.widgets import ColdLookup, Refused
from tests.factories import (
    CommuneFactory,
    NetworkFactory,
    OfferFactory,
    PartnerFactory,
    SchemeFactory,
    StructureFactory,
    ThemeFactory,
)


def widget(model, name):
    return widget_for(model._meta.get_field(name))


def clean(model, name, value):
    return widget(model, name).clean(value)


def refused(model, name, value):
    with pytest.raises(Refused) as raised:
        clean(model, name, value)
    assert raised.value.message
    return raised.value.code


NAIVE = datetime(2026, 1, 31, 9, 30)  # noqa: DTZ001, as spreadsheets have it


@pytest.mark.parametrize(
    "cell",
    [
        "2026-01-31",
        "31/01/2026",
        "31/01/26",
        "31-1-2026",
        "31.01.2026",
        " 31 janvier 2026 ",
        "samedi 31 Janv. 2026",
        "2026/01/31",
        "2026-01-31T00:00:00Z",
        "31/01/2026 09:30",
        "46053",
        46053,
        46053.4,
        NAIVE,
        date(2026, 1, 31),
        datetime(2026, 1, 30, 23, 30, tzinfo=UTC),
    ],
)
def test_a_date_is_understood_however_it_is_written(cell):
    assert clean(models.Offer, "starts_on", cell) == date(2026, 1, 31)


@pytest.mark.parametrize("cell", ["bientôt", "31/02/2026", "13", 12, True, "2026", "1/2"])
def test_what_is_no_date_is_refused(cell):
    assert refused(models.Offer, "starts_on", cell) == "not-a-date"


def test_a_date_of_another_age_is_a_mistake():
    assert refused(models.Offer, "starts_on", "31/01/0206") == "unlikely-date"


@pytest.mark.parametrize(
    "cell",
    [
        "2026-01-31 09:30",
        "31/01/2026 09:30",
        "31/01/2026 à 9h30",
        "2026-01-31T09:30:00+01:00",
        "2026-01-31T08:30:00.250Z",
        "2026-01-31 12:30+04:00",
        NAIVE,
        46053.395833333336,
        datetime(2026, 1, 31, 8, 30, tzinfo=UTC),
    ],
)
def test_a_moment_is_that_of_paris_unless_it_says_otherwise(cell):
    cleaned = clean(models.OfferSession, "starts_at", cell)
    assert cleaned == datetime(2026, 1, 31, 8, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("cell", "value"),
    [("48,79", 48.79), ("48.79", 48.79), (" -61,5", -61.5), ("−61,5", -61.5), (48, 48.0)],
)
def test_a_number_may_have_a_comma(cell, value):
    assert clean(models.Offer, "longitude", cell) == value


@pytest.mark.parametrize(("cell", "value"), [("12", 12), (12.0, 12), ("1 200", 1200), ("12,0", 12)])
def test_a_whole_number_is_understood(cell, value):
    assert clean(models.Offer, "capacity", cell) == value


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("douze", "not-a-number"),
        ("12 places", "not-a-number"),
        (True, "not-a-number"),
        ("12,5", "not-a-whole-number"),
        ("-1", "out-of-range"),
        ("9" * 12, "out-of-range"),
        (float("nan"), "not-a-number"),
    ],
)
def test_other_numbers_are_refused(cell, code):
    assert refused(models.Offer, "capacity", cell) == code


@pytest.mark.parametrize(
    "cell",
    [
        60487647500499.0,
        60487647500499,
        "604 876 475 00499",
        "60487647500499.0",
        "604.876.475.00499",
    ],
)
def test_a_siret_survives_a_spreadsheet(cell):
    assert clean(models.Partner, "siret", cell) == "60487647500499"


def test_a_siret_without_its_first_zero_gets_it_back_if_the_key_agrees():
    assert clean(models.Partner, "siret", 5480647600021) == "05480647600021"
    assert refused(models.Partner, "siret", 5480647600026) == "siret"


@pytest.mark.parametrize("cell", ["6,04876E+13", "604876475", "n/c"])
def test_what_is_no_siret_is_refused(cell):
    assert refused(models.Partner, "siret", cell) == "siret"


@pytest.mark.parametrize("cell", [1500, 1500.0, "1500", "01500"])
def test_a_postcode_gets_its_zero_back(cell):
    assert clean(models.Offer, "postal_code", cell) == "01500"


@pytest.mark.parametrize(
    "cell", ["01 45 00 00 00", "0145000000", 145000000.0, "+33 1 45 00 00 00", "33145000000"]
)
def test_a_phone_number_is_kept_as_the_database_has_it(cell):
    assert clean(models.Structure, "phone", cell) == "+33145000000"


def test_an_overseas_phone_number_has_its_own_country_code():
    assert clean(models.Structure, "phone", "0590 82 41 23") == "+590590824123"


@pytest.mark.parametrize(
    ("model", "name", "cell", "code"),
    [
        (models.Structure, "phone", "01 45", "phone"),
        (models.Structure, "email", "accueil", "email"),
        (models.Structure, "website", "javascript:alert(1)", "url"),
        (models.Structure, "website", "ftp://example.org", "url"),
        (models.Structure, "imilo_code", "94016", "imilo-code"),
        (models.Structure, "name", "x" * 201, "too-long"),
        (models.Structure, "name", "a\0b", "control-character"),
        (models.Structure, "name", "l\x92emploi", "control-character"),
        (models.Partner, "code", "deux mots", "invalid"),
        (models.ReceptionSite, "time_zone", "Paris", "invalid"),
        (models.ReceptionSite, "opening_hours", "9h-12h", "correctable"),
        (models.Offer, "wheelchair", "peut-être", "yes-or-no"),
        (models.Offer, "kind", "kermesse", "not-in-list"),
    ],
)
def test_what_a_column_can_not_hold_is_refused(model, name, cell, code):
    assert refused(model, name, cell) == code


def test_texts_keep_what_they_say():
    assert clean(models.Offer, "title", "'=1+1") == "=1+1"
    assert clean(models.Offer, "title", " \ufeffAtelier\r\nCV\u200b ") == "Atelier CV"
    assert clean(models.Offer, "description", "un\r\ndeux") == "un\ndeux"
    assert clean(models.Offer, "external_id", 1001.0) == "1001"
    assert clean(models.Structure, "website", "www.example.org") == "https://www.example.org"


@pytest.mark.parametrize(
    "cell", ["Stage ou immersion", "stage ou immersion", "immersion", "STAGE  OU IMMERSION"]
)
def test_a_choice_is_said_by_its_label_or_its_code(cell):
    assert clean(models.Offer, "kind", cell) == models.Offer.Kind.IMMERSION


@pytest.mark.parametrize("cell", [None, "", "  ", "\u200b"])
@pytest.mark.parametrize(
    "name", ["title", "kind", "starts_on", "capacity", "wheelchair", "apply_phone"]
)
def test_an_empty_cell_is_never_refused(cell, name):
    assert clean(models.Offer, name, cell) in (None, "")


class TestRelated:
    def test_a_code_is_a_look_up_once_warm(self, db, django_assert_num_queries):
        scheme = SchemeFactory(code="cej", name="Contrat d’engagement jeune", short_name="CEJ+")
        found = widget(models.Offer, "scheme")
        with django_assert_num_queries(1):
            found.warm(lambda queryset: queryset)
        with django_assert_num_queries(0):
            for cell in ("cej", "CEJ", "Contrat d'engagement jeune", "cej+"):
                assert found.clean(cell) == scheme

    def test_an_unknown_code_comes_with_the_nearest(self, db):
        SchemeFactory(code="garantie-jeunes", name="Garantie jeunes")
        with pytest.raises(Refused) as raised:
            clean(models.Offer, "scheme", "garanti jeune")
        assert raised.value.code == "unknown"
        assert "garantie-jeunes" in raised.value.remedy

    def test_out_of_reach_is_not_unknown(self, db):
        near, far = StructureFactory(), StructureFactory(imilo_code="75119S00")
        found = widget(models.Offer, "structure")
        found.warm(lambda queryset: queryset.filter(pk=near.pk))
        assert found.clean(near.imilo_code) == near
        for cell in (far.imilo_code, far.imilo_code[:5]):
            with pytest.raises(Refused) as raised:
                found.clean(cell)
            assert raised.value.code == "out-of-reach"

    def test_what_is_out_of_reach_is_not_suggested(self, db):
        far = StructureFactory(imilo_code="94016S00", name="Mission Locale Innovam")
        found = widget(models.Offer, "structure")
        found.warm(lambda queryset: queryset.exclude(pk=far.pk))
        with pytest.raises(Refused) as raised:
            found.clean("94017S00")
        assert raised.value.remedy == ""

    @pytest.mark.parametrize("cell", ["01004S00", "1004S00", "01004", 1004, 1004.0])
    def test_a_structure_is_known_by_five_characters_and_without_its_zero(self, cell, db):
        structure = StructureFactory(imilo_code="01004S00")
        assert clean(models.Coverage, "structure", cell) == structure

    def test_a_network_is_known_by_its_region(self, db):
        network = NetworkFactory(region_code="06")
        assert clean(models.Structure, "network", 6) == network

    def test_a_name_that_two_have_is_ambiguous(self, db):
        PartnerFactory.create_batch(2, name="Mairie")
        assert refused(models.Offer, "partner", "mairie") == "ambiguous"

    def test_several_are_separated_by_commas_or_lines(self, db):
        themes = [ThemeFactory(code=code) for code in ("emploi", "sante")]
        for cell in ("emploi, sante", "Santé;Emploi", "emploi\nsante|emploi"):
            assert clean(models.Offer, "themes", cell) == themes


class TestCommunes:
    def test_an_insee_code_costs_nothing(self, db, django_assert_num_queries):
        CommuneFactory(insee_code="01004")
        found = widget(models.Offer, "commune")
        found.warm(lambda queryset: queryset)
        with django_assert_num_queries(0):
            assert [found.clean(cell).pk for cell in ("01004", "1004", 1004, 1004.0)] == [
                "01004"
            ] * 4

    def test_a_name_asks_for_the_spellings_first(self, db, django_assert_num_queries):
        commune = CommuneFactory(name="L’Haÿ-les-Roses")
        found = widget(models.Offer, "commune")
        with pytest.raises(ColdLookup) as raised:
            found.clean("L'Hay les Roses")
        raised.value.warm()
        with django_assert_num_queries(0):
            assert found.clean("L'Hay les Roses") == commune
            with pytest.raises(Refused):
                found.clean("Trifouilly")

    def test_the_spellings_follow_the_table(self, db):
        for name in ("Villejuif", "Viry-Châtillon"):
            commune = CommuneFactory(name=name)
            found = widget(models.Offer, "commune")
            found.warm(None)
            found.warm_spellings()
            assert found.clean(name) == commune

    def test_a_code_comes_before_a_postcode(self, db):
        lille = CommuneFactory(insee_code="59350", postal_codes=["59000"])
        CommuneFactory(insee_code="59527", postal_codes=["59350"])
        assert clean(models.Offer, "commune", "59350") == lille


def test_the_column_of_an_offer_names_its_partner(db):
    offer = OfferFactory(external_id="A1", partner=PartnerFactory(code="p"))
    found = widget(models.OfferSession, "offer")
    assert found.render(offer) == "p/A1"
    assert found.clean("p/A1") == found.clean("A1") == offer
    assert found.clean("A1", {"partner": "p"}) == offer


def test_every_column_has_a_widget_of_ours():
    for resource in CatalogueResource.__subclasses__():
        for field in resource().fields.values():
            assert isinstance(field.widget, widgets.base.CatalogueWidget)
