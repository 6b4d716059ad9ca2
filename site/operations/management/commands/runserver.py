"""`manage.py runserver`, in one line: what `make run` printed before it stays in sight."""

from django.utils import autoreload
from django.utils.translation import gettext as _
from whitenoise.runserver_nostatic.management.commands import runserver


class Command(runserver.Command):
    def inner_run(self, *args, skip_checks, **options):
        """The checks of each reload speak when they find something."""
        autoreload.raise_last_exception()
        if not skip_checks:
            self.check()
        super().inner_run(*args, skip_checks=True, **options)

    def on_bind(self, server_port):
        url = f"{self.protocol}://{self.addr}:{server_port}/"
        self.stdout.write(_("Le site est ouvert : %(url)s (Ctrl+C pour l’arrêter)") % {"url": url})
