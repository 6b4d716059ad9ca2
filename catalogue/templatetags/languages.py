"""What a page in another language still says in French."""

from django import template
from django.conf import settings
from django.utils import translation
from django.utils.html import format_html, format_html_join, linebreaks
from django.utils.safestring import mark_safe

from catalogue import languages

register = template.Library()
FRENCH = languages.Language(settings.LANGUAGE_CODE, "")


@register.tag
def french(parser, token):
    """`{% french %}…{% endfrench %}`: French words, dates and numbers, and marked as such.

    On a French page, nothing but its content; elsewhere, in a `<div>`, or in the element that
    the tag names: `{% french "span" %}`.
    """
    _name, *arguments = token.split_contents()
    element = arguments[0].strip("\"'") if arguments else "div"
    nodes = parser.parse(["endfrench"])
    parser.delete_first_token()
    return FrenchNode(nodes, element)


class FrenchNode(template.Node):
    def __init__(self, nodelist, element):
        self.nodelist = nodelist
        self.element = element

    def render(self, context):
        if languages.current().is_french:
            return self.nodelist.render(context)
        with translation.override(settings.LANGUAGE_CODE):
            content = self.nodelist.render(context)
        if not content.strip():
            return ""
        return in_french(content, self.element)


@register.simple_tag
def spoken_or_french(text, original, *, as_list=False):
    """What somebody translated, or the French original, marked as such: in paragraphs, or with a
    line for each item of a list."""
    shown = text or original
    if as_list:
        content = format_html("<ul>{}</ul>", format_html_join("", "<li>{}</li>", lines(shown)))
    else:
        content = mark_safe(linebreaks(shown, autoescape=True))  # noqa: S308
    return content if text else in_french(content)


def lines(text):
    return [(line,) for line in text.splitlines() if line.strip()]


def in_french(content, element="div"):
    return format_html(
        '<{0} lang="{1}" dir="{2}">{3}</{0}>', element, FRENCH.tag, FRENCH.direction, content
    )
