"""The file that `bench/imports.py` measures with, and how it measures."""

import csv
import resource
import time
from datetime import date, timedelta
from random import Random

#: The 13 columns: heading → field of the offer.
COLUMNS = {
    "Identifiant chez le partenaire": "external_id",
    "Titre": "title",
    "Type": "kind",
    "Structure": "structure",
    "Résumé": "summary",
    "Description": "description",
    "Modalité": "modality",
    "Commune": "commune",
    "Âge minimum": "age_min",
    "Âge maximum": "age_max",
    "Prix": "fee",
    "Début": "starts_on",
    "Jusqu’au": "expires_on",
}
STRUCTURES = 40
COMMUNES = 400


def rows_of(number):
    random = Random(1)
    start = date(2026, 9, 1)
    for rank in range(number):
        yield {
            "external_id": f"OFFRE-{rank}",
            "title": f"Atelier numéro {rank} : écrire son CV",
            "kind": random.choice(["atelier", "formation", "emploi"]),
            "structure": f"94{rank % STRUCTURES:03d}S00",
            "summary": f"Une matinée pour préparer l’été, groupe {rank}.".replace("’", "'"),
            "description": "On vient avec ses idées, on repart avec un CV. " * 4,
            "modality": "sur place",
            "commune": f"94{rank % COMMUNES:03d}",
            "age_min": 16,
            "age_max": random.choice([25, 29]),
            "fee": "gratuit",
            "starts_on": f"{start + timedelta(days=rank % 90):%d/%m/%Y}",
            "expires_on": f"{start + timedelta(days=100 + rank % 90):%d/%m/%Y}",
        }


def write_csv(path, number):
    with path.open("w", encoding="cp1252", newline="") as stream:
        writer = csv.writer(stream, delimiter=";")
        writer.writerow(header.replace("’", "'") for header in COLUMNS)
        writer.writerows(row.values() for row in rows_of(number))


def write_xlsx(path, number):
    from openpyxl import Workbook

    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet()
    sheet.append(list(COLUMNS))
    for row in rows_of(number):
        sheet.append(list(row.values()))
    workbook.save(path)


def measured(action):
    """Seconds, statements, and MiB added to the process at its highest."""
    from django.db import connection

    statements = 0

    def count(execute, sql, parameters, many, context):
        nonlocal statements
        statements += not sql.startswith("BEGIN")  # SQLite's alone: PostgreSQL's goes unseen
        return execute(sql, parameters, many, context)

    before = peak()
    start = time.perf_counter()
    with connection.execute_wrapper(count):
        action()
    return {
        "seconds": time.perf_counter() - start,
        "statements": statements,
        "mib": peak() - before,
        "peak": peak(),
    }


def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def check(rows):
    from catalogue.models import Offer

    assert Offer.objects.count() == rows, Offer.objects.count()
