"""Whatever is sent, through the whole pipeline: read or explained, applied or refused whole."""

import csv
import io
import json

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from imports import services, targets
from imports.models import BatchState
from tests import factories
from tests.imports.reading.test_properties import SEEDS, changed

pytestmark = pytest.mark.dialect("imports.classification", "imports.staging")

WAITING = {BatchState.MAPPING, BatchState.REVIEW}


def sent(feed, person, content, name="fichier.csv"):
    batch, _created = services.receive(
        feed, io.BytesIO(content), name, origin="upload", user=person
    )
    return batch


def ended_well(batch):
    """It waits for a person, or says why it can't."""
    assert "imprévue" not in batch.failure
    assert batch.state in WAITING or batch.state == BatchState.FAILED
    assert bool(batch.failure) == (batch.state == BatchState.FAILED)
    return batch


@given(st.binary(max_size=300) | changed(SEEDS))
def test_any_bytes_wait_for_a_person_or_fail_with_a_sentence(feed_of, person, content):
    feed = feed_of("partners")
    ended_well(sent(feed, person, content))


@given(
    st.lists(
        st.dictionaries(
            st.sampled_from(["Code", "Nom", "Type", "SIRET"]) | st.text(max_size=5),
            st.recursive(
                st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
                lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(), inner),
                max_leaves=4,
            ),
            max_size=5,
        ),
        max_size=4,
    )
)
def test_any_json_waits_for_a_person_or_fails_with_a_sentence(feed_of, person, rows):
    feed = feed_of("partners")
    ended_well(sent(feed, person, json.dumps(rows).encode(), "envoi.json"))


# --- Any row

TEXTS = st.text(max_size=12)
ODD = TEXTS | st.sampled_from(
    [
        *("1e308", "-1", "0", "32768", "2147483648", "99999999999999999999", "4,5", "NaN"),
        *("31/12/2026", "2026-12-31 23:59", "1/1/00", "46421", "80000", "25:00", "29/02/2027"),
        *("oui", "Atelier", "Association", "=1+1", "'", "\u202e", "\ufffe", "é" * 130, "a|b", "|"),
        *("94081", "94081S00", "exemple", "exemple/A1", "A1", "/A1", "lieu", "emploi, emploi"),
        *("Mo-Fr 09:00-12:00", "+33145000000", "javascript:alert(1)", "https://é.fr/", "a@b.fr"),
    ]
)
TRIED = ["offers", "sites", "structures", "sessions", "partners", "schemes", "coverage"]


@pytest.mark.parametrize("code", TRIED)
def test_any_row_goes_in_or_is_explained(code, feed_of, person, network):
    """What the review lets through, the database takes; and finds unchanged the next time."""
    feed = feed_of(code)
    target = targets.get(code)
    structure = factories.StructureFactory(imilo_code="94081S00", network=network)
    partner = factories.PartnerFactory(code="exemple")
    commune = factories.CommuneFactory(insee_code="94081", name="Vitry-sur-Seine")
    factories.ThemeFactory(code="emploi")
    factories.ReceptionSiteFactory(code="lieu", structure=structure, commune=commune)
    factories.OfferFactory(structure=structure, partner=partner, external_id="A1")
    example = {column.header: column.example for column in target.own_columns} | {
        "Structure": structure.imilo_code,
        "Commune": commune.pk,
        "Offre": "exemple/A1",
        "Partenaire": "exemple",
        "Réseau": network.code,
        "Commune du siège": commune.pk,
        "Lieu d’accueil": "lieu",
        "Dispositif": "",
    }
    headers = [column.header for column in target.own_columns]
    example = {header: example.get(header, "") for header in headers}
    rows = st.lists(
        st.dictionaries(st.sampled_from(headers), ODD, max_size=4), min_size=1, max_size=5
    )
    seen = set()

    @given(rows)
    def check(changes):
        stream = io.StringIO()
        writer = csv.DictWriter(stream, headers, delimiter=";", quoting=csv.QUOTE_ALL)
        writer.writeheader()
        writer.writerows(example | change for change in changes)
        content = stream.getvalue().encode("utf-8", "replace")
        batch = ended_well(sent(feed, person, content))
        if batch.state != BatchState.REVIEW:
            return
        seen.update(kind for kind in ("new", "changed", "invalid") if batch.counts[kind])
        services.confirm(batch, person, {})
        batch.refresh_from_db()
        assert (batch.state, batch.failure) == (BatchState.APPLIED, "")
        assert not batch.counts["conflicts"]
        connection.check_constraints()
        again = ended_well(sent(feed, person, content))
        assert again.counts["new"] == again.counts["changed"] == 0
        services.cancel(again, person)

    check()
    assert {"new", "invalid"} <= seen
