"""An object of the catalogue that changes its address leaves a redirection at the former one.

Wagtail does it for pages (its `page_slug_changed` and `post_page_move`); an offer finds itself by
its number. Redirections lead to the listing and its sub-route, so they hold when the listing moves.
"""

from django.db import transaction
from django.db.models.signals import post_save, pre_save
from wagtail.contrib.redirects.models import Redirect

from catalogue.models import Scheme, Structure

from .models import SchemeIndexPage, StructureIndexPage

LISTINGS = {Scheme: SchemeIndexPage, Structure: StructureIndexPage}


def remember_address(sender, instance, **kwargs):
    """What the public could see before: a draft had no address."""
    published = sender._base_manager.filter(pk=instance.pk, live=True)
    instance.former_slug = published.values_list("slug", flat=True).first()


def redirect_former_address(sender, instance, **kwargs):
    """On each site, to its own listing."""
    former = instance.former_slug
    if former in (None, instance.slug):
        return
    for page in LISTINGS[sender].objects.all():
        site = page.get_site()
        if site:
            redirect(page, None if site.is_default_site else site, former, instance.slug)


@transaction.atomic
def redirect(page, site, former, slug):
    """Those that led to the former address follow; one that was at the new one goes."""
    listing = page.get_absolute_url()
    automatic = Redirect.objects.filter(automatically_created=True, site=site)
    taken = [Redirect.normalise_path(f"{listing}{part}/") for part in (former, slug)]
    automatic.filter(old_path__in=taken).delete()
    automatic.filter(redirect_page=page, redirect_page_route_path=f"/{former}/").update(
        redirect_page_route_path=f"/{slug}/"
    )
    Redirect.objects.get_or_create(
        old_path=taken[0],
        site=site,
        defaults={
            "redirect_page": page.page_ptr,
            "redirect_page_route_path": f"/{slug}/",
            "automatically_created": True,
        },
    )


def connect():
    for model in LISTINGS:
        pre_save.connect(remember_address, sender=model)
        post_save.connect(redirect_former_address, sender=model)
