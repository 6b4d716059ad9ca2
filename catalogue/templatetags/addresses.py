"""Addresses in templates: the town goes along (see `cms.navigation.Shell`)."""

from urllib.parse import urlsplit

from django import template

from catalogue import paths

register = template.Library()


@register.simple_tag(takes_context=True)
def listing(context, section, **parameters):
    """`{% listing "offres" theme=theme.code %}` → `/offres/?theme=emploi&lieu=villejuif-94076`."""
    return paths.listing(section, **parameters, lieu=context["shell"].place_slug)


@register.filter
def domain(url):
    """`https://www.mission.example/accueil` → « mission.example »: what people read of a link."""
    parts = urlsplit(url)
    return parts.netloc.removeprefix("www.") + parts.path.rstrip("/")
