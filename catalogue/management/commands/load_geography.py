"""Loads the official list of communes."""

from functools import partial

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _
from tqdm import tqdm

from catalogue.geography.loading import load, official_communes


class Command(BaseCommand):
    help = "Charge les communes françaises. Peut être relancée : n’écrit que ce qui a changé."

    def handle(self, *, verbosity, **options):
        progress = partial(
            tqdm, desc=_("Communes"), leave=False, disable=None if verbosity else True
        )
        loaded = load(official_communes(), progress)
        if verbosity:
            self.stdout.write(
                _("Communes : %(written)s écrites, %(removed)s retirées, %(kept)s gardées.")
                % vars(loaded)
            )
