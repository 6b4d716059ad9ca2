"""Imports beside stock django-import-export, on the same file, in one run.

    python bench/imports.py [--rows 10000] [--large 200000]

Run it on either database (DATABASE_URL). It makes a test database, and leaves none. Each figure
comes from a process of its own: none profits from another's caches, nor pays for its memory.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from imports_others import best_stock, best_stock_by_hand, floor, stock
from imports_sample import (
    COLUMNS,
    COMMUNES,
    STRUCTURES,
    check,
    measured,
    write_csv,
    write_xlsx,
)

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "site")]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--rows", type=int, default=10_000)
    parser.add_argument("--large", type=int, default=200_000)
    parser.add_argument("--child", nargs=2, metavar=("MEASURE", "ROWS"))
    options = parser.parse_args()
    if options.child:
        name, rows = options.child
        print(json.dumps(in_a_test_database(MEASURES[name], int(rows))))
        return
    report(options.rows, options.large)


def child(name, rows):
    """A measure in a process of its own."""
    arguments = [sys.executable, __file__, "--child", name, str(rows)]
    done = subprocess.run(arguments, capture_output=True, text=True, check=True)
    return json.loads(done.stdout.splitlines()[-1])


# --- The file and the catalogue -------------------------------------------------------


def in_a_test_database(measure, rows):
    import django

    django.setup()
    from django.conf import settings
    from django.core.files.storage import FileSystemStorage
    from django.db import connection
    from django.test.utils import setup_test_environment
    from wagtail.signal_handlers import disable_reference_index_auto_update

    from imports.models import ImportBatch

    setup_test_environment()
    # Wagtail's search and references are kept up by tasks after an import: out of everybody's
    # figures. (Left on, stock would index each row as it saves it, ever more slowly.)
    settings.WAGTAILSEARCH_BACKENDS["default"]["AUTO_UPDATE"] = False
    with tempfile.TemporaryDirectory() as folder, disable_reference_index_auto_update():
        # Files on a disk, as in production: in memory, they would be counted with it.
        ImportBatch._meta.get_field("original").storage = FileSystemStorage(folder)
        if connection.vendor == "sqlite":
            connection.settings_dict["TEST"]["NAME"] = str(Path(folder) / "bench.sqlite3")
        name = connection.settings_dict["NAME"]
        connection.settings_dict["TEST"]["NAME"] = (
            connection.settings_dict["TEST"]["NAME"] or f"bench_{os.getpid()}"
        )
        connection.creation.create_test_db(verbosity=0, autoclobber=True)
        try:
            feed = fill()
            return measure(feed, rows, Path(folder))
        finally:
            connection.creation.destroy_test_db(name, verbosity=0)


def fill():
    from catalogue.models import Commune, Network, Partner, Structure
    from imports.models import Feed

    Commune.objects.bulk_create(
        Commune(insee_code=f"94{rank:03d}", name=f"Ville {rank}", postal_codes=["94000"])
        for rank in range(COMMUNES)
    )
    network = Network.objects.create(code="idf", name="Île-de-France", kind="regional")
    Structure.objects.bulk_create(
        Structure(
            imilo_code=f"94{rank:03d}S00", name=f"ML {rank}", slug=f"ml-{rank}", network=network
        )
        for rank in range(STRUCTURES)
    )
    partner = Partner.objects.create(code="partenaire", name="Partenaire", kind="association")
    return Feed.objects.create(
        name="Mesure", code="mesure", target="offers", network=network, partner=partner, mode="full"
    )


# --- What is measured: (feed, rows, folder) → figures ---------------------------------


def batch_of(feed, path):
    """Received, its columns matched; what a drop on the page does before any line is read."""
    import hashlib

    from django.core.files import File

    from imports import matching, originals
    from imports.models import ImportBatch

    with path.open("rb") as stream:
        batch = ImportBatch(
            feed=feed,
            filename=path.name,
            size=path.stat().st_size,
            sha256=hashlib.file_digest(stream, "sha256").hexdigest(),
        )
        stream.seek(0)
        batch.original.save(path.name, File(stream), save=False)
    inspection = originals.inspect(batch)
    batch.inspection = originals.as_json(inspection)
    match = matching.match(feed.target_definition, inspection.headers, {}, inspection.samples)
    batch.mapping = match.mapping
    batch.save()
    return batch


def preview(batch):
    from imports import classification, staging

    staging.stage(batch, beat=lambda lines: None)
    classification.classify(batch)
    assert not batch.counts["invalid"], batch.rows.filter(kind="invalid").first().faults


def apply(batch):
    from django.db import transaction

    from imports import applying

    with transaction.atomic():
        applying.apply(batch)
        batch.save()


def undo(batch):
    from django.db import transaction

    from imports import undoing

    with transaction.atomic():
        undoing.undo(batch)
        batch.save()


def ours(feed, rows, folder):
    write_csv(folder / "offres.csv", rows)

    def both():
        batch = batch_of(feed, folder / "offres.csv")
        preview(batch)
        apply(batch)

    figures = measured(both)
    check(rows)
    return figures


def again(feed, rows, folder):
    """An identical file, after the first one."""
    ours(feed, rows, folder)

    def both():
        batch = batch_of(feed, folder / "offres.csv")
        preview(batch)
        apply(batch)

    return measured(both)


def undone(feed, rows, folder):
    write_csv(folder / "offres.csv", rows)
    batch = batch_of(feed, folder / "offres.csv")
    preview(batch)
    apply(batch)
    figures = measured(lambda: undo(batch))
    check(0)
    return figures


def preview_csv(feed, rows, folder):
    write_csv(folder / "offres.csv", rows)
    return measured(lambda: preview(batch_of(feed, folder / "offres.csv")))


def preview_xlsx(feed, rows, folder):
    write_xlsx(folder / "offres.xlsx", rows)
    return measured(lambda: preview(batch_of(feed, folder / "offres.xlsx")))


MEASURES = {
    "again": again,
    "best stock": best_stock,
    "best stock, by hand": best_stock_by_hand,
    "floor": floor,
    "ours": ours,
    "preview csv": preview_csv,
    "preview xlsx": preview_xlsx,
    "stock": stock,
    "undo": undone,
}


# --- The table ------------------------------------------------------------------------


def report(rows, large):
    medium = min(50_000, large)
    compared = ("stock", "best stock", "best stock, by hand", "floor", "ours")
    found = {name: child(name, rows) for name in (*compared, "again")}
    mine = found["ours"]["seconds"]
    print(f"\nPreview and apply, {rows} rows × {len(COLUMNS)} columns, cp1252, {database()}:\n")
    print("| | seconds | ours is | statements |")
    print("|---|---|---|---|")
    for name in compared:
        figures = found[name]
        ratio = figures["seconds"] / mine
        told = f"{ratio:.1f} × faster" if ratio >= 1 else f"{1 / ratio:.1f} × slower"
        told = "–" if name == "ours" else told
        print(f"| {name} | {figures['seconds']:.2f} | {told} | {figures['statements']} |")
    again_ = found["again"]
    print(f"| an identical file again | {again_['seconds']:.2f} | | {again_['statements']} |")
    small, big = child("ours", 1_000), child("ours", large)
    print(f"\nMemory, preview and apply: {small['peak']:.0f} MiB for 1,000 rows, ", end="")
    print(f"{big['peak']:.0f} MiB for {large} ({big['peak'] - small['peak']:+.0f} MiB); ", end="")
    print(f"statements: {small['statements']}, then {big['statements']}.")
    text, workbook = child("preview csv", medium), child("preview xlsx", medium)
    print(f"\nPreview of {medium} rows: {text['seconds']:.1f} s as CSV, ", end="")
    ratio = workbook["seconds"] / text["seconds"]
    print(f"{workbook['seconds']:.1f} s as XLSX ({ratio:.2f} ×).")
    undone_ = child("undo", medium)
    print(f"\nUndo of {medium} new rows: {undone_['seconds']:.2f} s, ", end="")
    print(f"{undone_['statements']} statements.")


def database():
    return "PostgreSQL" if os.environ.get("DATABASE_URL", "").startswith("postgres") else "SQLite"


if __name__ == "__main__":
    main()
