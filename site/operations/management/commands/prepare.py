"""`manage.py prepare`: a database that is ready to be shown."""

from django.core.management import call_command
from django.core.management.base import BaseCommand

STEPS = [
    "migrate",
    "load_geography",
    "load_demo",
    "load_demo_feeds",
    "load_demo_activity",
    "load_demo_pages",
]


class Command(BaseCommand):
    help = (
        f"Runs {', '.join(STEPS)}, in one process since each one starts slower than it finds "
        "that there is nothing left to do."
    )

    def handle(self, *, verbosity, **options):
        for step in STEPS:
            call_command(step, verbosity=verbosity)
