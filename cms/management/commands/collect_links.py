"""`manage.py collect_links`: where what is public leads, and no longer what went."""

from django.core.management.base import BaseCommand

from cms.linking.collecting import collect_all


class Command(BaseCommand):
    help = (
        "Relève où mènent les liens de ce qui est public, et oublie ceux qui n’y sont plus. "
        "Peut être relancée."
    )

    def handle(self, **options):
        collect_all()
