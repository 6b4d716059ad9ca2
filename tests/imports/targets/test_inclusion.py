"""Files of data·inclusion v1."""

import json

import pytest
from openpyxl import Workbook

from catalogue.models import Offer, Partner
from tests.factories import CommuneFactory, FeedFactory, PartnerFactory, ThemeFactory

pytestmark = pytest.mark.dialect

STRUCTURE = {
    "source": "dora",
    "id": "dora--AidantsConnect:2024",
    "nom": "Atelier du Pont",
    "date_maj": "2025-02-14",
    "siret": "60487647500499",
    "site_web": "https://example.org/",
    "reseaux_porteurs": ["mission-locale", "plie"],
}
SERVICE = {
    "source": "dora",
    "structure_id": "dora--42",
    "id": "dora--42-cv",
    "nom": "Atelier CV",
    "description": "Un CV prêt à envoyer.",
    "date_maj": "2025-02-14",
    "type": "atelier",
    "thematiques": [
        "trouver-un-emploi--convaincre-un-recruteur-en-entretien",
        "preparer-sa-candidature--valoriser-ses-competences",
    ],
    "frais": "payant",
    "frais_precisions": "10 €",
    "publics": ["jeunes"],
    "code_insee": "94016",
    "modes_accueil": ["en-presentiel", "a-distance"],
    "courriel": "cv@example.org",
}


@pytest.fixture(params=["json", "xlsx"])
def read_objects(request, read, tmp_path):
    """Objects sent as JSON, or as the XLSX layout: a column for each field."""

    def run(feed, *objects):
        path = tmp_path / f"fichier.{request.param}"
        if request.param == "json":
            path.write_text(json.dumps(objects, ensure_ascii=False), encoding="utf-8")
        else:
            workbook = Workbook()
            headers = list({name: None for item in objects for name in item})
            workbook.active.append(headers)
            for item in objects:
                cells = (item.get(name) for name in headers)
                workbook.active.append(
                    [", ".join(cell) if isinstance(cell, list) else cell for cell in cells]
                )
            workbook.save(path)
        return read(feed, path)

    return run


@pytest.fixture
def services(db):
    feed = FeedFactory(target="data-inclusion-services", partner=None)
    PartnerFactory(code="dora--42")
    CommuneFactory(insee_code="94016")
    ThemeFactory(code="emploi", category="trouver-un-emploi")
    return feed


def test_a_structure_becomes_a_partner(read_objects, db):
    found = read_objects(FeedFactory(target="data-inclusion-structures"), STRUCTURE)
    assert found.match.is_complete
    assert found.errors == []
    [cleaned] = found.cleaned
    assert cleaned["code"] == "dora--aidantsconnect-2024"
    assert cleaned["kind"] == Partner.Kind.PUBLIC_EMPLOYMENT
    assert (cleaned["siret"], cleaned["checked_on"]) == ("60487647500499", "2025-02-14")


def test_a_service_becomes_an_offer_of_that_partner(read_objects, services):
    found = read_objects(services, SERVICE)
    assert found.match.is_complete
    assert found.errors == []
    [cleaned] = found.cleaned
    assert cleaned["partner"] == Partner.objects.get(code="dora--42").pk
    assert cleaned["structure"] == services.structure_id
    assert cleaned["kind"] == Offer.Kind.WORKSHOP
    assert cleaned["modality"] == Offer.Modality.HYBRID
    assert (cleaned["fee"], cleaned["fee_details"]) == (Offer.Fee.CHARGED, "10 €")
    assert cleaned["commune"] == "94016"
    assert len(cleaned["themes"]) == 1  # the other category has no theme here


def test_details_too_long_for_their_field_are_kept_in_the_description(read_objects, services):
    details = "Tarif selon le quotient familial. " * 5
    [cleaned] = read_objects(services, SERVICE | {"frais_precisions": details}).cleaned
    assert cleaned["fee_details"] == ""
    assert details.strip() in cleaned["description"]


@pytest.mark.parametrize(
    ("cells", "field", "message"),
    [
        ({"type": "kermesse"}, "kind", "vocabulaire de data·inclusion"),
        ({"nom": "CV"}, "title", "au moins 3 caractères"),
        ({"date_maj": "1999-01-01"}, "checked_on", "21e siècle"),
        ({"courriel": "cv"}, "apply_email", "adresse e-mail"),
        ({"publics": ["martiens"]}, "title", "publics"),
        ({"source": ""}, "title", "source"),
    ],
)
def test_the_schema_s_verdict_is_given_in_french(cells, field, message, read_objects, services):
    found = read_objects(services, SERVICE | cells)
    [(_line, cleaned, faults)] = found.rows
    [fault] = [fault for fault in faults if fault.field == field]
    assert message in fault.message
    assert cleaned["external_id"] == SERVICE["id"]  # the row still names its object


def test_codes_get_their_lost_zero_back(read_objects, services):
    CommuneFactory(insee_code="01004")
    found = read_objects(services, SERVICE | {"code_postal": "1500", "code_insee": 1004})
    assert found.errors == []
    assert found.cleaned[0]["postal_code"] == "01500"
    assert found.cleaned[0]["commune"] == "01004"


def test_a_service_of_an_unknown_structure_is_refused(read_objects, services):
    found = read_objects(services, SERVICE | {"structure_id": "dora--43"})
    assert found.errors == [(found.rows[0][0], "partner", "unknown")]
