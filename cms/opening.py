"""Opens a site for one territory: its host name, its pages, its looks."""

from django.apps import apps
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.models import Page, Site

from cms.initial_pages import HOME, SECTIONS, fields_of
from cms.models import StructureIndexPage

#: A host name that leads to one's own machine, as the names below it do.
LOCAL = "localhost"


@transaction.atomic
def open_site(tie, hostname, name):
    """Saves a `SiteTerritory`, with the site that it is about and that site's first pages."""
    national = Site.objects.filter(is_default_site=True).first()
    tie.site = Site.objects.create(
        hostname=hostname,
        site_name=name,
        port=national.port if national else 80,
        root_page=make_pages(hostname, name, tie),
    )
    tie.save()
    return tie


def make_pages(hostname, name, tie):
    """The home page, the listings and the legal pages that the first site began with, without the
    figures of the whole country."""
    home = {key: value for key, value in HOME.items() if key != "figures"}
    home |= {"slug": free_slug(hostname), "title": name}
    if tie.structure_id:
        home["seo_title"] = _("Horaires, ateliers et offres")
    root = Page.get_first_root_node()
    page = add(root, home)
    for section in SECTIONS:
        add(page, section | {"show_in_menus": False} if is_list_of_one(section, tie) else section)
    return page


def is_list_of_one(section, tie):
    return tie.structure_id and section["model"] == StructureIndexPage._meta.model_name


def add(parent, values):
    name, fields = fields_of(values)
    return parent.add_child(instance=apps.get_model("cms", name)(**fields))


def free_slug(hostname):
    """Pages of a site that was closed may still be there."""
    slug = slugify(hostname.replace(".", "-"))
    taken = set(Page.objects.filter(depth=2).values_list("slug", flat=True))
    names = [slug, *(f"{slug}-{number}" for number in range(2, len(taken) + 3))]
    return next(name for name in names if name not in taken)
