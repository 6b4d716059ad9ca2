"""`manage.py prepare`: a database that is ready to be shown."""

from io import StringIO
from time import monotonic

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.core.management.commands import migrate
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from tqdm import tqdm

LOADINGS = [
    "load_geography",
    "load_demo",
    "load_demo_feeds",
    "load_demo_activity",
    "load_demo_pages",
]


class Command(BaseCommand):
    help = (
        f"Runs migrate, {', '.join(LOADINGS)}, in one process since each one starts slower than it "
        "finds that there is nothing left to do. Then says where to go, and who signs in."
    )

    def handle(self, *, verbosity, **options):
        if verbosity:
            self.stdout.write(
                _("Parvis se prépare : une minute la première fois, quelques secondes ensuite.")
            )
        for step in [Migrations(), *LOADINGS]:
            self.run(step, verbosity)
        if verbosity:
            call_command("show_logins", stdout=self.stdout)

    def run(self, step, verbosity):
        """Its line, and how long it took: somebody waits for this."""
        started, told = monotonic(), StringIO()
        call_command(step, verbosity=verbosity, stdout=told)
        seconds = number_format(monotonic() - started, 1)
        if line := told.getvalue().strip():
            self.stdout.write(f"  {line.rstrip('.')} ({seconds} s)")


class Migrations(migrate.Command):
    """They are counted. `manage.py migrate` names each of them, which is three hundred lines."""

    def handle(self, *args, verbosity, **options):
        self.applied = 0
        # Only for whoever watches: in a file, a bar is noise.
        with tqdm(
            desc=_("Base de données"),
            bar_format=_("  {desc} : {n_fmt} migrations"),
            leave=False,
            disable=None if verbosity else True,
        ) as self.bar:
            super().handle(*args, verbosity=max(0, verbosity - 1), **options)
        if verbosity:
            told = _("%(count)s migrations") % {"count": self.applied} if self.applied else ""
            self.stdout.write(_("Base de données : %(told)s") % {"told": told or _("à jour")})

    def migration_progress_callback(self, action, migration=None, fake=False):
        super().migration_progress_callback(action, migration, fake)
        if action == "apply_success":
            self.applied += 1
            self.bar.update()
