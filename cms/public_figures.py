"""The figures of the activity that live pages and news show: worked out when one is published,
forgotten when none shows them any more."""

from wagtail.fields import StreamField
from wagtail.models import Page, get_page_models
from wagtail.signals import page_published
from wagtail.signals import published as other_published

from activity import published
from activity.models import PublishedFigure
from catalogue.territory import EVERYWHERE, visiting
from cms.blocks.shelf import named
from cms.hosts import territory_of_page
from cms.models import StructureNews


def choices_of(page):
    """Those of all its bodies, as the page's site shows them; a structure's news are on several."""
    shown = territory_of_page(page) if isinstance(page, Page) else EVERYWHERE
    with visiting(lambda: shown):
        return {
            published.Choice.of(key)
            for field in page._meta.get_fields()
            if isinstance(field, StreamField)
            for model, key in named(field.stream_block, getattr(page, field.name).get_prep_value())
            if model is PublishedFigure
        }


def publish(sender, instance, **kwargs):
    published.publish(choices_of(instance))


def collect():
    """Those of every live page, and of structures' own news."""
    choices = set()
    for model in [*get_page_models(), StructureNews]:
        if any(isinstance(field, StreamField) for field in model._meta.get_fields()):
            for page in model._default_manager.filter(live=True).iterator(chunk_size=100):
                choices |= choices_of(page)
    published.keep_only(choices)


def connect():
    page_published.connect(publish)
    other_published.connect(publish, sender=StructureNews)
