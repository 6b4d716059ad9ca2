"""`manage.py collect_figures`: the public figures that pages show, and no others, are kept up."""

from django.core.management.base import BaseCommand

from cms.public_figures import collect


class Command(BaseCommand):
    help = "Oublie les chiffres publics qu’aucune page ne montre plus. Peut être relancée."

    def handle(self, **options):
        collect()
