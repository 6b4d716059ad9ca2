"""The rows that the blocks of a page name: read once per model, whatever the number of blocks.

Wagtail reads them for each kind of block apart; a page with twenty kinds would ask twenty times.
Here the whole body is looked over first. And since only what anybody may read is taken from the
shelf, what was unpublished after an editor chose it simply isn't there.
"""

import copy
from contextlib import contextmanager
from contextvars import ContextVar

from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef
from wagtail import blocks
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import CollectionViewRestriction, Page
from wagtail.snippets.blocks import SnippetChooserBlock

from catalogue.models import Commune, Network
from cms.navigation import address
from cms.querysets import readable

#: {model: {key: row}} while a body is shown; nothing while it is edited.
_shelf = ContextVar("shelf", default=None)


@contextmanager
def gathered(block, data):
    """Within it, choosers take what this data (as it is stored) names from the shelf."""
    wanted = {}
    for model, key in named(block, data):
        wanted.setdefault(model, set()).add(key)
    token = _shelf.set(
        {model: public_rows(model).in_bulk(list(keys)) for model, keys in wanted.items()}
    )
    try:
        yield
    finally:
        _shelf.reset(token)


def named(block, data):
    """The (model, key) of all that is chosen in a block, and in those it holds."""
    if data is None:
        return
    if isinstance(block, SharedChooserMixin):
        yield block.model_class, data
    elif isinstance(block, blocks.StreamBlock):
        for item in data:
            yield from named(block.child_blocks[item["type"]], item["value"])
    elif isinstance(block, blocks.ListBlock):
        for item in data:
            yield from named(block.child_block, item["value"])
    elif isinstance(block, blocks.StructBlock):
        for name, child in block.child_blocks.items():
            yield from named(child, data.get(name))


def public_rows(model):
    """What anybody may read of a model."""
    if model is Page:
        return readable(Page.objects.all())
    if model is get_image_model():
        return in_open_collections(model.objects.prefetch_renditions())
    if model is get_document_model():
        return in_open_collections(model.objects.all())
    if model in (Commune, Network):
        return model.objects.all()
    return model.objects.public()


def in_open_collections(files):
    """Images or documents of collections that no restriction hides, on themselves or above."""
    path = ExpressionWrapper(OuterRef("collection__path"), output_field=CharField())
    above = CollectionViewRestriction.objects.alias(below=path).filter(
        below__startswith=F("collection__path")
    )
    return files.filter(~Exists(above))


class SharedChooserMixin:
    """For the choosers of blocks that pages show."""

    def to_python(self, value):
        return self.bulk_to_python([value])[0]

    def bulk_to_python(self, values):
        shelf = _shelf.get()
        if shelf is None:
            return super().bulk_to_python(values)
        # A row chosen twice is two objects: an image has another text in each place.
        return [copy.copy(shelf.get(self.model_class, {}).get(key)) for key in values]

    def get_api_representation(self, value, context=None):
        """By its name and address: what else a row holds isn't part of the page."""
        if value is None:
            return None
        address = getattr(value, "get_absolute_url", None)
        return {"title": str(value), "url": address() if address else ""}


class SharedPageChooserBlock(SharedChooserMixin, blocks.PageChooserBlock):
    def get_api_representation(self, value, context=None):
        return value and {"title": value.title, "url": address(value)}


class SharedSnippetChooserBlock(SharedChooserMixin, SnippetChooserBlock):
    pass
