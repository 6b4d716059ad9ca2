"""`manage.py make_libraries`: the collections of structures and networks where somebody works."""

from django.core.management.base import BaseCommand

from cms import libraries


class Command(BaseCommand):
    help = (
        "Donne à chaque structure et à chaque réseau qui a des membres sa collection d’images et "
        "de documents, sous son nom d’aujourd’hui. Peut être relancée."
    )

    def handle(self, **options):
        libraries.make_libraries()
