"""`manage.py purge_forms`: answers to forms are erased when their time is over."""

from django.core.management.base import BaseCommand

from cms.models import FormPage


class Command(BaseCommand):
    help = "Efface les réponses aux formulaires dont le délai est passé. Peut être relancée."

    def handle(self, **options):
        for page in FormPage.objects.all():
            page.old_submissions().delete()
