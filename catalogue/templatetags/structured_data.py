"""What a page says to search engines: `{% jsonld structure %}`."""

from urllib.parse import urlsplit

from django import template
from django.utils.html import format_html
from django.utils.safestring import mark_safe

from catalogue.jsonld import describe, dumps

register = template.Library()


@register.simple_tag(takes_context=True)
def jsonld(context, instance):
    """The object in schema.org's words; nothing where there is nothing to say.

    A data block isn't executed, so the Content-Security-Policy asks for no nonce.
    https://html.spec.whatwg.org/multipage/scripting.html#data-block
    """
    canonical = urlsplit(context["shell"].canonical_url)
    document = describe(instance, f"{canonical.scheme}://{canonical.netloc}")
    if document is None:
        return ""
    return format_html(
        '<script type="application/ld+json">{}</script>',
        mark_safe(dumps(document)),  # noqa: S308 — dumps() escapes what HTML could read
    )
