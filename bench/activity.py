"""The dashboard of one year, with one year of figures in the database, with two and with five.

A view of one year reads the year before as well, to compare: with two years, all it asks for is
there, and the others should cost nothing.

    python bench/activity.py [--structures 450] [--years 5]

Run it on either database (DATABASE_URL). It makes a test database, and leaves none. Each time is
the best of fifteen.
"""

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "site")]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")

TIMES = 15


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--structures", type=int, default=450)
    parser.add_argument("--years", type=int, default=5)
    parser.add_argument("--plans", action="store_true", help="show the plans of the statements")
    options = parser.parse_args()

    import django

    django.setup()
    from django.db import connection
    from django.test.utils import setup_test_environment

    setup_test_environment()
    with tempfile.TemporaryDirectory() as folder:
        test = connection.settings_dict["TEST"]
        if connection.vendor == "sqlite":
            test["NAME"] = str(Path(folder) / "bench.sqlite3")
        name = connection.settings_dict["NAME"]
        test["NAME"] = test["NAME"] or f"bench_{os.getpid()}"
        connection.creation.create_test_db(verbosity=0, autoclobber=True)
        try:
            report(options)
        finally:
            connection.creation.destroy_test_db(name, verbosity=0)


def report(options):
    from django.db import connection

    from activity.models import ActivityRecord

    make_structures(options.structures)
    found = {}
    for years in (1, 2, options.years):
        took = fill(years)
        rows = ActivityRecord.objects.count()
        print(f"{years} year(s): {rows} rows, written in {took:.0f} s", flush=True)
        found[years] = {view: best(action) for view, action in views().items()}
        if options.plans:
            show_plans()
        empty()
    print(f"\nOne year's view, {options.structures} structures, {connection.vendor}:\n")
    print(f"| view | queries | 1 year | 2 years | {options.years} years | ratio to 1 | to 2 |")
    print("|---|---|---|---|---|---|---|")
    worst = {1: 0, 2: 0}
    for view, (queries, took) in found[options.years].items():
        before = {years: found[years][view][1] for years in worst}
        ratios = {years: took / before[years] for years in worst}
        worst = {years: max(worst[years], ratios[years]) for years in worst}
        times = " | ".join(f"{seconds:.3f} s" for seconds in (before[1], before[2], took))
        print(f"| {view} | {queries} | {times} | {ratios[1]:.2f} | {ratios[2]:.2f} |")
    print(f"\nAt worst {worst[1]:.2f} times as long as with one year, {worst[2]:.2f} with two.")


def make_structures(number):
    from activity.models import YoungPopulation
    from catalogue.models import Network, Structure, Theme

    union = Network.objects.create(code="unml", name="Union", kind="national")
    regions = [
        Network.objects.create(code=f"r{rank}", name=f"R {rank}", kind="regional", parent=union)
        for rank in range(18)
    ]
    structures = Structure.objects.bulk_create(
        Structure(
            imilo_code=f"{10 + rank // 100:02d}{rank % 100:03d}S00",
            name=f"ML {rank}",
            slug=f"ml-{rank}",
            network=regions[rank % 18],
        )
        for rank in range(number)
    )
    YoungPopulation.objects.bulk_create(
        YoungPopulation(structure=structure, people=2_000 + 37 * rank, year=2022, source="mesure")
        for rank, structure in enumerate(structures)
    )
    for position, line in enumerate(Theme.Line.values):
        Theme.objects.create(
            code=line, name=line, line=line, domain="professional", position=position
        )


def fill(years):
    from django.core.management import call_command
    from django.db import connection

    start = time.perf_counter()
    call_command("generate_activity", years=years, verbosity=0)
    took = time.perf_counter() - start
    with connection.cursor() as cursor:
        # What autovacuum does within the hour: the index alone then tells which rows are there.
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
    return took


def empty():
    from django.db import connection

    from activity.models import ActivityRecord, Report

    with connection.cursor() as cursor:
        for model in (ActivityRecord, Report):
            table = connection.ops.quote_name(model._meta.db_table)
            cursor.execute(
                f"TRUNCATE {table} CASCADE"
                if connection.vendor == "postgresql"
                else f"DELETE FROM {table}"
            )


def views():
    """{name: what a page of a year reads}. The year is the last twelve months."""
    from django.utils import timezone

    from activity.models import Indicator
    from activity.periods import Month, Span, Week, Year
    from activity.summary import Summary
    from catalogue.models import Structure

    last = Week.of(timezone.localdate()).previous
    year = Span(Week.of(last.starts_on - 51 * (last.next.starts_on - last.starts_on)), last)
    quarter = Month.of(timezone.localdate()).quarter
    structures = list(Structure.objects.select_related("network"))
    interviews = [Indicator.objects.get(code="entretiens")]

    def dashboard(structures, period, indicators=None, **options):
        def read():
            summary = Summary(structures, period, indicators, **options)
            return summary.figures, summary.trend(Month), summary.by_structure

        return read

    return {
        "national, every indicator": dashboard(structures, year),
        "national, one indicator": dashboard(structures, year, interviews),
        "national, public figure": dashboard(
            structures, year, interviews, final=True, compares=False
        ),
        "region, every indicator": dashboard(structures[::18], year),
        "one structure, every indicator": dashboard(structures[:1], year),
        "national, this quarter": dashboard(structures, quarter),
        "national, by theme": lambda: Summary(structures, year).by("theme"),
        "national, by network": lambda: Summary(structures, year).by("network"),
        "national, one indicator, by scheme": lambda: Summary(structures, year, interviews).by(
            "scheme"
        ),
        "national, this civil year": dashboard(structures, Year(last.year)),
    }


def best(action):
    """(statements, seconds)."""
    from django.db import connection

    times, queries = [], 0

    def count(execute, sql, parameters, many, context):
        nonlocal queries
        queries += 1
        return execute(sql, parameters, many, context)

    for _time in range(TIMES):
        start = time.perf_counter()
        action()
        times.append(time.perf_counter() - start)
    with connection.execute_wrapper(count):
        action()
    return queries, min(times)


def show_plans():
    from django.db import connection

    def explain(execute, sql, parameters, many, context):
        plan = "EXPLAIN ANALYZE " if connection.vendor == "postgresql" else "EXPLAIN QUERY PLAN "
        execute(plan + sql, parameters, many, context)
        print(sql[:200], *(row[-1] for row in context["cursor"].fetchall()), "", sep="\n")
        return execute(sql, parameters, many, context)

    with connection.execute_wrapper(explain):
        views()["national, every indicator"]()


if __name__ == "__main__":
    main()
