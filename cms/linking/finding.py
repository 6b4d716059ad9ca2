"""The links that objects hold: in their fields, their rich texts, their blocks and their parts."""

from html.parser import HTMLParser
from typing import NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.db import models
from django.utils.encoding import iri_to_uri
from django.utils.text import capfirst
from modelcluster.fields import ParentalKey
from modelcluster.models import get_all_child_relations
from wagtail import blocks
from wagtail.documents import get_document_model
from wagtail.fields import RichTextField, StreamField
from wagtail.images import get_image_model
from wagtail.models import Page, Site
from wagtail.rich_text import features

from cms.blocks.walking import leaves
from cms.models import WebAddress

#: Names that lead nowhere by decision (RFC 2606): demonstrations use them.
RESERVED = (".test", ".example", ".invalid", ".localhost", ".local")
PORTS = {"http": 80, "https": 443}
MAX_LENGTH = WebAddress._meta.get_field("url").max_length


class Found(NamedTuple):
    """A link: what it says, and an address or the model and key of a row of ours."""

    text: str
    url: str = ""
    model: type[models.Model] | None = None
    key: str = ""


def find(model, pks):
    """{key of an object: its links}, in a few questions whatever their number."""
    found = {pk: [] for pk in pks}
    for name, rows in [("pk", model), *parts_of(model)]:
        fields = linking_fields(rows)
        if fields:
            for row in rows._base_manager.filter(**{f"{name}__in": pks}).order_by("pk"):
                found[getattr(row, name)] += links_of(row, fields)
    return found


def parts_of(model):
    """(name of the key of the whole, model of the part)."""
    for relation in get_all_child_relations(model):
        yield relation.field.attname, relation.related_model


def linking_fields(model):
    """Those that may hold a link, or a text that has some."""
    return [
        field
        for field in model._meta.get_fields()
        if isinstance(field, (models.URLField, RichTextField, StreamField))
        or (
            isinstance(field, models.ForeignKey)
            and not isinstance(field, ParentalKey)
            and not field.remote_field.parent_link
            and field.name != "alias_of"
            and issubclass(field.related_model, (Page, get_document_model(), get_image_model()))
        )
    ]


def links_of(row, fields):
    for field in fields:
        value = field.value_from_object(row)
        if not value:
            continue
        label = capfirst(str(field.verbose_name))
        if isinstance(field, StreamField):
            for block, data in leaves(value.stream_block, value.raw_data):
                yield from links_of_block(block, data)
        elif isinstance(field, RichTextField):
            yield from links_of_text(value)
        elif isinstance(field, models.URLField):
            yield Found(label, url=value)
        else:
            yield Found(label, model=field.related_model, key=str(value))


def links_of_block(block, data):
    label = capfirst(str(block.label))
    if isinstance(block, blocks.RichTextBlock):
        yield from links_of_text(data)
    elif isinstance(block, blocks.URLBlock) and data:
        yield Found(label, url=data)
    elif isinstance(block, blocks.ChooserBlock):
        yield Found(label, model=block.model_class, key=str(data))


def links_of_text(html):
    reader = LinkReader()
    reader.feed(html)
    reader.close()
    return reader.found


class LinkReader(HTMLParser):
    """Reads a rich text as Wagtail stores it: links to pages have a type and a key."""

    def __init__(self):
        super().__init__()
        self.found, self.attributes, self.words = [], None, []

    def handle_starttag(self, tag, attributes):
        if tag == "a":
            self.attributes, self.words = dict(attributes), []
        elif tag == "embed":
            self.note(dict(attributes), "embedtype", features.get_embed_types())

    def handle_data(self, data):
        self.words.append(data)

    def handle_endtag(self, tag):
        if tag == "a" and self.attributes is not None:
            self.note(self.attributes, "linktype", features.get_link_types())
            self.attributes = None

    def note(self, attributes, kind, handlers):
        handler, key = handlers.get(attributes.get(kind)), attributes.get("id")
        text = attributes.get("alt") or " ".join("".join(self.words).split())
        if handler and key:
            self.found.append(Found(text, model=handler.get_model(), key=key))
        elif url := attributes.get("href"):
            self.found.append(Found(text, url=url))


def own_hosts():
    """Dead addresses of ours are counted when somebody follows them: see `MissedAddress`."""
    named = set(Site.objects.values_list("hostname", flat=True))
    return named | {urlsplit(settings.WAGTAILADMIN_BASE_URL).hostname}


def to_ask(url, own):
    """The address as it is asked for; nothing for one that can't be, or needn't."""
    url = iri_to_uri(url).partition("#")[0]
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port or PORTS.get(parts.scheme)
    except ValueError:
        return ""
    usual = parts.scheme in PORTS and port in settings.OUTBOUND_PORTS
    known = host in own or host.endswith(RESERVED)
    return url if usual and host and not known and len(url) <= MAX_LENGTH else ""
