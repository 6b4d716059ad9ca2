"""Two structures of the union's network, and files of their figures through the whole pipeline."""

from io import BytesIO
from pathlib import Path
from types import SimpleNamespace

import pytest

from activity.models import ActivityRecord, Correction, Report, ReportEvent
from catalogue.models import Network, Role
from imports import services
from imports.models import BatchState
from tests import factories
from tests.activity.conftest import shipped
from tests.imports import fixtures

FILES = Path(fixtures.__file__).parent / "activity"
HEADER = "Structure;Période;Indicateur;Modalité;Nombre\n"


@pytest.fixture
def indicators(db):
    """By code; made again where a test emptied the tables."""
    found = {
        code: shipped(code)
        for code in ("entretiens", "ateliers", "jeunes-accompagnes", "entrees-cej")
    }
    for code, name in (
        ("jeunes-accompagnes", "Jeunes accompagnés"),
        ("entretiens", "Entretiens individuels"),
    ):
        found[code].name = name
        found[code].save()
    found["contacts"] = factories.IndicatorFactory(code="contacts", has_modality=False)
    return found


@pytest.fixture
def union(indicators):
    return factories.NetworkFactory(name="Union nationale", kind=Network.Kind.NATIONAL)


def structure(code, name, network):
    return factories.StructureFactory(imilo_code=code, name=name, network=network)


@pytest.fixture
def here(union):
    network = factories.NetworkFactory(name="Région d’ici", parent=union)
    return SimpleNamespace(
        network=network,
        structure=structure("94016S00", "Mission Locale d’ici", network),
        other=structure("94081S00", "Mission Locale d’à côté", network),
    )


@pytest.fixture
def there(union):
    network = factories.NetworkFactory(name="Région d’ailleurs", parent=union)
    return SimpleNamespace(
        network=network, structure=structure("13201S00", "Mission Locale d’ailleurs", network)
    )


@pytest.fixture
def person(union):
    return factories.MembershipFactory(role=Role.DATA, structure=None, network=union).user


@pytest.fixture
def feed(here, union):
    return factories.FeedFactory(
        target="activity", structure=None, network=union, partner=None, policy="valid-rows"
    )


@pytest.fixture
def send(feed, person):
    """A file, or the lines of one, read up to its review."""

    def send(content, feed=feed, user=person, name="chiffres.csv"):
        if isinstance(content, str) and content.endswith(".csv"):
            content = (FILES / content).read_bytes()
        elif isinstance(content, str):
            content = (HEADER + content).encode()
        batch, _created = services.receive(feed, BytesIO(content), name, origin="upload", user=user)
        services.run(batch)
        return batch

    return send


@pytest.fixture
def confirm(person):
    def confirm(batch, user=person):
        services.confirm(batch, user, {})
        services.run(batch, stop_at=BatchState.APPLIED)
        assert (batch.state, batch.failure) == (BatchState.APPLIED, "")
        return batch

    return confirm


@pytest.fixture
def undo(person):
    def undo(batch):
        services.request_undo(batch, person)
        services.run(batch, stop_at=BatchState.UNDONE)
        batch.refresh_from_db()
        assert (batch.state, batch.failure) == (BatchState.UNDONE, "")
        return batch

    return undo


def figures():
    """{(structure, indicator, modality, first day): value}."""
    rows = ActivityRecord.objects.order_by("pk").values_list(
        "structure__imilo_code", "indicator__code", "modality", "starts_on", "value"
    )
    return {(*names, f"{day:%Y-%m-%d}"): value for *names, day, value in rows}


def counts(batch):
    kinds = ("new", "changed", "unchanged", "duplicate", "invalid", "warnings")
    return {kind: batch.counts[kind] for kind in kinds if batch.counts[kind]}


def faults(batch):
    """(line, field, code) of all that is wrong or strange."""
    rows = batch.rows.order_by("line", "pk")
    return [(row.line, fault["field"], fault["code"]) for row in rows for fault in row.faults]


def told(batch, line):
    return " ".join(
        f"{fault['message']} {fault['remedy']}"
        for row in batch.rows.filter(line=line)
        for fault in row.faults
    )


def state():
    """All that an import of figures may change, but when."""
    left_out = {"updated_at"}
    return [
        [
            {name: value for name, value in row.items() if name not in left_out}
            for row in model.objects.order_by("pk").values()
        ]
        for model in (ActivityRecord, Correction, Report, ReportEvent)
    ]
