"""`manage.py check_links`: other sites are asked whether our links still lead somewhere."""

from django.core.management.base import BaseCommand

from cms.linking.checking import check_due


class Command(BaseCommand):
    help = (
        "Demande aux autres sites si les pages où mènent nos liens existent encore, pendant une "
        "demi-minute au plus. Peut être relancée."
    )

    def handle(self, **options):
        check_due()
