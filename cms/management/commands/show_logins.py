"""Where the site is, and who signs in."""

from django.conf import settings
from django.core.management.base import BaseCommand
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.models import Site

from catalogue.demo.accounts import logins


class Command(BaseCommand):
    help = "Dit les adresses du site, et les comptes de la démonstration."

    def handle(self, **options):
        here = settings.WAGTAILADMIN_BASE_URL
        others = Site.objects.filter(is_default_site=False).order_by("hostname")
        addresses = {
            _("Le site"): f"{here}/",
            _("La gestion"): f"{here}{reverse('wagtailadmin_home')}",
            **{site.site_name or site.hostname: f"{site.root_url}/" for site in others},
        }
        self.show(addresses)
        accounts = {one.user.email: one for one in logins()}
        if not accounts or not settings.DEMONSTRATION_PASSWORD:
            return
        self.show(
            {
                email: f"{one.get_role_display()}, {one.structure or one.network}"
                for email, one in accounts.items()
            }
        )
        self.stdout.write(
            _("  Mot de passe de tous, s’il n’a pas été changé : %(password)s")
            % {"password": settings.DEMONSTRATION_PASSWORD}
        )

    def show(self, rows):
        width = max(map(len, rows))
        self.stdout.write("")
        for name, value in rows.items():
            self.stdout.write(f"  {name:<{width}}  {value}")
