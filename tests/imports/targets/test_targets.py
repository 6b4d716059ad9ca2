"""What holds for every target, and the rules of each."""

import json

import pytest

from catalogue.models import Offer
from imports import targets
from imports.cleaning import as_json
from tests import factories
from tests.factories import (
    CommuneFactory,
    CoverageFactory,
    FeedFactory,
    OfferFactory,
    PartnerFactory,
    StructureFactory,
)

pytestmark = pytest.mark.dialect("imports.classification")

ALL = [target.code for target in targets.all_targets()]
OFFER = {"Identifiant": "A1", "Titre": "Atelier", "Type": "atelier"}


def test_every_kind_of_object_has_its_target():
    assert set(ALL) == {
        "activity",
        "coverage",
        "data-inclusion-services",
        "data-inclusion-structures",
        "offers",
        "partners",
        "schemes",
        "sessions",
        "sites",
        "structures",
    }


@pytest.mark.parametrize("code", ALL)
def test_what_withdraws_an_object_and_what_lists_it_name_the_same_fields(code):
    target = targets.get(code)
    assert (target.withdrawn or {}).keys() == (target.listed or {}).keys()
    for name in (*target.key, *(target.withdrawn or {}), *target.derived_fields, *target.unique):
        target.model._meta.get_field(name)


@pytest.mark.parametrize("code", ALL)
def test_every_column_reads_without_exception(code, db):
    columns = targets.get(code).columns
    assert all(column.header for column in columns.values())
    headers = [column.header for column in columns.values()]
    assert len(headers) == len(set(headers))


def exported(target, instance):
    """Header → cell, as an export in JSON or XLSX has it."""
    resource = target.resource_class()
    return {
        name: resource.fields[name].export(instance, force_native_type=True)
        for name in target.columns
        if name in resource.fields
    }


MADE = {
    "structures": lambda: factories.StructureFactory(
        siret="60487647500499", phone="+33145000000", network=factories.NetworkFactory()
    ),
    "coverage": lambda: factories.CoverageFactory(source="Convention"),
    "sites": lambda: factories.ReceptionSiteFactory(phone="+262262409980", wheelchair="yes"),
    "schemes": lambda: factories.SchemeFactory(
        themes=[factories.ThemeFactory(code="emploi"), factories.ThemeFactory(code="sante")],
        conditions="- un\n- deux",
    ),
    "partners": lambda: factories.PartnerFactory(website="https://example.org/"),
    "offers": lambda: factories.OfferFactory(
        external_id="=1+1", partner=PartnerFactory(), age_min=16, wheelchair=False, longitude=-61.5
    ),
    "activity": lambda: factories.ActivityRecordFactory(
        indicator=factories.IndicatorFactory(has_theme=True),
        theme=factories.ThemeFactory(code="emploi"),
    ),
    "sessions": lambda: factories.OfferSessionFactory(
        offer=OfferFactory(external_id="A1", partner=PartnerFactory()), external_id="S1", capacity=0
    ),
}


@pytest.mark.parametrize("code", MADE)
def test_what_is_exported_cleans_to_what_is_there(code, db):
    target = targets.get(code)
    instance = MADE[code]()
    instance.refresh_from_db()
    cells = exported(target, instance)
    for name, cell in cells.items():
        widget = target.resource_class().fields[name].widget
        value = getattr(instance, name)
        value = getattr(value, "as_e164", value)
        if hasattr(value, "all"):
            value = list(value.all())
        expected = "" if value in (None, "", []) else as_json(value)
        assert (as_json(widget.clean(cell, cells)) or "") == (expected or ""), name


def test_a_feed_gives_its_offers_their_partner_and_their_structure(read_rows, db):
    feed = FeedFactory()
    [cleaned] = read_rows(feed, OFFER).cleaned
    assert (cleaned["partner"], cleaned["structure"]) == (feed.partner_id, feed.structure_id)
    assert targets.get("offers").derived(cleaned) == {"slug": "atelier"}


def test_an_empty_cell_is_the_feed_s_own(read_rows, db):
    """An offer without a structure holds everywhere, which isn't for a structure to say."""
    feed = FeedFactory()
    [cleaned] = read_rows(feed, OFFER | {"Structure": "", "Partenaire": ""}).cleaned
    assert (cleaned["partner"], cleaned["structure"]) == (feed.partner_id, feed.structure_id)


def test_an_offer_of_a_structure_out_of_reach_is_refused(read_rows, db):
    other = StructureFactory()
    found = read_rows(FeedFactory(), OFFER | {"Structure": other.imilo_code})
    assert found.errors == [(2, "structure", "out-of-reach")]


@pytest.mark.parametrize(
    ("cells", "fault"),
    [
        ({"Âge minimum": "25", "Âge maximum": "16"}, ("age_max", "order")),
        ({"Début": "31/01/2027", "Fin": "2026-12-01"}, ("ends_on", "order")),
        ({"Latitude": "48,79"}, ("longitude", "point")),
        ({"Latitude": "91", "Longitude": "2"}, ("latitude", "out-of-range")),
        ({"Âge minimum": "116"}, ("age_min", "out-of-range")),
        ({"Titre": ""}, ("title", "required")),
        ({"Titre": "x" * 201}, ("title", "too-long")),
        ({"Type": "stge ou immersion"}, ("kind", "not-in-list")),
    ],
)
def test_what_the_database_would_refuse_is_said_of_the_row(cells, fault, read_rows, db):
    assert read_rows(FeedFactory(), OFFER | cells).errors == [(2, *fault)]


def test_every_fault_of_a_row_is_told(read_rows, db):
    found = read_rows(FeedFactory(), OFFER | {"Nombre de places": "douze", "Début": "bientôt"})
    assert len(found.errors) == 2


@pytest.mark.parametrize(
    ("cells", "fault"),
    [
        ({"Début": "14/01/2027 10:00", "Fin": "14/01/2027 09:00"}, ("ends_at", "order")),
        ({"Début": "14/01/2027"}, ("starts_at", "no-time")),
        ({"Places": "3", "Places restantes": "4"}, ("capacity", "order")),
        ({"Offre": "INCONNUE"}, ("offer", "unknown")),
    ],
)
def test_the_rules_of_sessions(cells, fault, read_rows, db):
    feed = FeedFactory(target="sessions")
    OfferFactory(structure=feed.structure, external_id="A1", partner=feed.partner)
    row = {"Offre": "A1", "Identifiant": "S1", "Début": "14/01/2027 09:30"}
    assert read_rows(feed, row | cells).errors == [(2, *fault)]


def test_two_partners_with_the_same_identifier_have_to_be_told_apart(read_rows, db):
    feed = FeedFactory(target="sessions")
    mine, other = (
        OfferFactory(structure=feed.structure, external_id="A1", partner=PartnerFactory(code=code))
        for code in ("un", "deux")
    )
    row = {"Identifiant": "S1", "Début": "2027-01-14T09:30:00+01:00"}
    assert read_rows(feed, row | {"Offre": "A1"}).errors == [(2, "offer", "ambiguous")]
    for cells, offer in (
        ({"Offre": "deux/A1"}, other),
        ({"Offre": "A1", "Partenaire": "un"}, mine),
    ):
        found = read_rows(feed, row | cells)
        assert found.errors == []
        assert found.cleaned[0]["offer"] == offer.pk
        assert found.cleaned[0]["starts_at"] == "2027-01-14 08:30:00"


@pytest.mark.parametrize(
    ("cells", "fault"),
    [
        ({"Âge maximum": "25", "Âge maximum avec un handicap": "20"}, "age_max_disability"),
        ({"Remplacé par": "nouveau"}, "replaced_by"),
        ({"Adresse de la source": "javascript:alert(1)"}, "source_url"),
    ],
)
def test_the_rules_of_schemes(cells, fault, read_rows, national_feed):
    row = {"Code": "nouveau", "Nom": "Nouveau", "Résumé": "Tu avances."}
    [(_line, field, _code)] = read_rows(national_feed("schemes"), row | cells).errors
    assert field == fault


def test_a_new_scheme_and_a_new_structure_have_an_address_of_their_own():
    scheme = targets.get("schemes").derived({"code": "cej", "name": "Contrat d’engagement"})
    assert scheme == {"slug": "contrat-d-engagement-cej"}
    structures = targets.get("structures")
    same = {"name": "Mission Locale de Saint-Denis"}
    assert structures.derived(same | {"imilo_code": "93066S00"}) != structures.derived(
        same | {"imilo_code": "97411S00"}
    )


def test_a_commune_is_told_from_its_homonyms_by_the_postcode_beside_it(read_rows, db):
    feed = FeedFactory(target="sites")
    CommuneFactory(insee_code="93066", name="Saint-Denis", postal_codes=["93200"])
    CommuneFactory(insee_code="11339", name="Saint-Denis", postal_codes=["11310"])
    row = {"Structure": feed.structure.imilo_code, "Code": "lieu", "Nom": "Antenne"}
    assert read_rows(feed, row | {"Ville": "St Denis"}).errors == [(2, "commune", "ambiguous")]
    found = read_rows(feed, row | {"Ville": "St Denis", "Code postal": "93200"})
    assert found.cleaned[0]["commune"] == "93066"


def test_an_unknown_commune_is_refused_with_the_nearest(read_rows, db):
    feed = FeedFactory()
    CommuneFactory(insee_code="94043", name="Le Kremlin-Bicêtre")
    found = read_rows(feed, OFFER | {"Commune": "Kremlin Bicètre"})
    assert found.cleaned[0]["commune"] == "94043"  # accents are no mistake
    [(_line, _cleaned, [fault])] = read_rows(feed, OFFER | {"Commune": "Krmlin Biçaitre"}).rows
    assert fault.code == "unknown"
    assert fault.remedy == "Vouliez-vous dire Le Kremlin-Bicêtre (94043)\xa0?"


def test_cleaning_a_row_asks_nothing_of_the_database(read_rows, db, django_assert_max_num_queries):
    feed = FeedFactory()
    communes = [CommuneFactory().pk for _ in range(10)]
    rows = [
        OFFER
        | {"Identifiant": str(number), "Commune": communes[number % 10], "Thématiques": "emploi"}
        for number in range(50)
    ]
    factories.ThemeFactory(code="emploi")
    with django_assert_max_num_queries(10):
        assert read_rows(feed, *rows).errors == []


def test_cleaned_values_are_json(read_rows, db):
    theme = factories.ThemeFactory(code="emploi")
    cells = {"Thématiques": "Emploi", "Accessible en fauteuil": "oui", "Fin": "46050"}
    [cleaned] = read_rows(FeedFactory(), OFFER | cells).cleaned
    assert json.loads(json.dumps(cleaned)) == cleaned
    assert (cleaned["themes"], cleaned["wheelchair"]) == ([theme.pk], True)
    assert cleaned["ends_on"] == "2026-01-28"
    assert cleaned["kind"] == Offer.Kind.WORKSHOP


class TestHomonyms:
    """There are four Fresnes in France."""

    @pytest.fixture
    def fresnes(self, db):
        codes = {"94034": "94", "21287": "21", "41092": "41", "89182": "89"}
        return {
            department: CommuneFactory(
                insee_code=code, name="Fresnes", department_code=department, postal_codes=[]
            )
            for code, department in codes.items()
        }

    def test_the_one_that_the_structure_takes_in_is_chosen_and_told(self, fresnes, read_rows):
        feed = FeedFactory()
        StructureFactory()  # elsewhere
        CoverageFactory(structure=feed.structure, commune=fresnes["94"])
        found = read_rows(feed, OFFER | {"Commune": "Fresnes"})
        assert (found.errors, found.warnings) == ([], [(2, "homonym")])
        assert found.cleaned[0]["commune"] == "94034"
        fault = found.rows[0][2][0]
        assert "Fresnes (94034) est la seule chez vous" in fault.message
        assert "Fresnes (21287)" in fault.remedy

    def test_or_the_one_of_its_department(self, fresnes, read_rows):
        feed = FeedFactory(structure__seat_commune=CommuneFactory(department_code="21"))
        StructureFactory()
        found = read_rows(feed, OFFER | {"Commune": "Fresnes"})
        assert found.cleaned[0]["commune"] == "21287"

    def test_two_of_them_there_settle_nothing(self, fresnes, read_rows):
        feed = FeedFactory()
        StructureFactory()
        for department in ("94", "21"):
            CoverageFactory(structure=feed.structure, commune=fresnes[department])
        found = read_rows(feed, OFFER | {"Commune": "Fresnes"})
        assert found.errors == [(2, "commune", "ambiguous")]

    def test_who_speaks_for_the_whole_country_has_to_say_which(
        self, fresnes, national_feed, read_rows
    ):
        feed = national_feed("offers")
        structure = StructureFactory(network=feed.network)
        CoverageFactory(structure=structure, commune=fresnes["94"])
        found = read_rows(feed, OFFER | {"Commune": "Fresnes"})
        assert found.errors == [(2, "commune", "ambiguous")]
