"""What the listings export, a feed finds unchanged; and what two objects can't share is refused."""

from datetime import UTC, datetime
from io import BytesIO

import pytest

from catalogue.models import Partner, Scheme, Structure
from catalogue.spreadsheets import CSV, XLSX, file_response, native_rows
from imports import services, targets
from imports.models import BatchState
from tests import factories
from tests.imports.targets.test_targets import MADE

pytestmark = pytest.mark.dialect

#: The hour that comes twice when summer time ends, the second time.
TWO_O_CLOCK_AGAIN = datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
ODD = "'=1+1\"; <b>&amp;\té, «\u202f»"


def sent(feed, person, content):
    file = BytesIO(content.encode() if isinstance(content, str) else content)
    batch, _created = services.receive(feed, file, "export", origin="upload", user=person)
    assert (batch.state, batch.failure) == (BatchState.REVIEW, "")
    return batch


def exported(target, file_format):
    """As the button of a listing gives it."""
    resource = target.resource_class()
    rows = native_rows(resource, resource.with_related(target.model.objects.order_by("pk")))
    response = file_response(file_format, "export", resource.get_export_headers(), rows)
    return b"".join(response)


@pytest.mark.parametrize("file_format", [CSV, XLSX])
@pytest.mark.parametrize("code", MADE)
def test_what_is_exported_is_found_unchanged(code, file_format, feed_of, person, network):
    target = targets.get(code)
    for _object in range(2) if code in {"partners", "sites"} else range(1):
        MADE[code]()
    Structure.objects.update(network=network)
    for name in {"name", "title", "place", "summary", "source"} & set(target.columns):
        target.model.objects.filter(**{f"{name}__isnull": False}).update(**{name: ODD})
    if code == "sessions":
        target.model.objects.update(starts_at=TWO_O_CLOCK_AGAIN, ends_at=None)
    before = list(target.model.objects.order_by("pk").values())
    batch = sent(feed_of(code), person, exported(target, file_format))
    assert batch.counts["unchanged"] == batch.counts["total"] == len(before)
    services.confirm(batch, person, {})
    assert list(target.model.objects.order_by("pk").values()) == before


def test_partners_with_a_siret_go_in_and_two_of_one_siret_do_not(feed_of, person):
    feed = feed_of("partners")
    header, siret = "Code;Nom;Type;SIRET\n", "60487647500499"
    batch = sent(feed, person, f"{header}a;A;Association;{siret}\nb;B;Association;\n")
    services.confirm(batch, person, {})
    assert Partner.objects.filter(siret=siret).count() == 1
    again = sent(feed, person, f"{header}c;C;Association;{siret}\n")
    [row] = again.rows.all()
    assert [(fault["field"], fault["code"]) for fault in row.faults] == [("siret", "taken")]


def test_two_schemes_whose_pages_would_have_one_address_are_refused(feed_of, person):
    """The address is made of the name and of the code; the database keeps each once."""
    factories.SchemeFactory(code="pris", slug="libre-a")
    text = """Code;Nom;Résumé
a;Libre;Tu avances.
b-c;D;Tu avances.
c;D B;Tu avances.
pris;Autre nom;Tu avances.
e;E;Tu avances.
"""
    batch = sent(feed_of("schemes"), person, text)
    assert {row.line: row.kind for row in batch.rows.all()} == {
        2: "invalid",
        3: "invalid",
        4: "invalid",
        5: "changed",
        6: "new",
    }
    services.confirm(batch, person, {})
    batch.refresh_from_db()
    assert batch.state == BatchState.APPLIED
    assert set(Scheme.objects.values_list("slug", flat=True)) == {"libre-a", "e"}
