"""Brings the tables in line with the official list in `data/`."""

import csv
import lzma
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction
from django.db.models import ProtectedError

from catalogue.bulk import write
from catalogue.models import Commune, Spelling
from catalogue.statistics import refresh_statistics

OFFICIAL_LIST = Path(__file__).parent / "data" / "communes.csv.xz"
FIELDS = [field.attname for field in Commune._meta.concrete_fields]
BATCH = 2_000


@dataclass(frozen=True)
class Loaded:
    #: Communes created or changed.
    written: int
    #: Communes that are no longer on the list: nothing pointed to them.
    removed: int
    #: The same, but something still points to them. No text leads to them any more.
    kept: int


def official_communes():
    """The communes of the list, unsaved."""
    with lzma.open(OFFICIAL_LIST, "rt", encoding="utf-8", newline="") as lines:
        return [commune_from(row) for row in csv.DictReader(lines)]


def commune_from(row):
    kind = Commune.Kind.ARRONDISSEMENT if row["parent_id"] else Commune.Kind.COMMUNE
    return Commune(
        **row
        | {
            "kind": kind.value,
            "parent_id": row["parent_id"] or None,
            "postal_codes": row["postal_codes"].split(),
            "former_codes": row["former_codes"].split(),
            "population": int(row["population"]) if row["population"] else None,
            "longitude": float(row["longitude"]) if row["longitude"] else None,
            "latitude": float(row["latitude"]) if row["latitude"] else None,
        }
    )


@transaction.atomic
def load(communes, progress=iter):
    """Writes what changed, and nothing when nothing did. `progress` wraps the long loops."""
    known = {row[0]: row for row in Commune.objects.values_list(*FIELDS)}
    new = [commune for commune in communes if commune.pk not in known]
    write(Commune, FIELDS, progress([values(commune) for commune in new]))
    changed = [
        commune
        for commune in communes
        if commune.pk in known and known[commune.pk] != values(commune)
    ]
    for start in range(0, len(changed), BATCH):
        Commune.objects.bulk_create(
            changed[start : start + BATCH],
            update_conflicts=True,
            unique_fields=["insee_code"],
            update_fields=FIELDS[1:],
        )
    gone = known.keys() - {commune.pk for commune in communes}
    removed = sum(remove(commune) for commune in Commune.objects.filter(pk__in=gone))
    Spelling.objects.all().rewrite(communes, progress)
    if new or changed:
        refresh_statistics(Commune, Spelling)
    return Loaded(written=len(new) + len(changed), removed=removed, kept=len(gone) - removed)


def values(commune):
    return tuple(getattr(commune, name) for name in FIELDS)


def remove(commune):
    """Whether it could go: a site, an offer or a coverage may hold it back."""
    try:
        with transaction.atomic():
            commune.delete()
    except ProtectedError:
        return False
    return True
