"""The rows that the blocks of a page name: read once per model, whatever the number of blocks.

Wagtail reads them for each kind of block apart; a page with twenty kinds would ask twenty times.
Here the whole body is looked over first. And since only what anybody may read is taken from the
shelf, what was unpublished after an editor chose it simply isn't there.
"""

import copy
from contextlib import contextmanager
from contextvars import ContextVar

from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef
from django.utils.functional import cached_property
from wagtail import blocks
from wagtail.documents import get_document_model
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images import get_image_model
from wagtail.images.blocks import ImageBlock, ImageChooserBlock
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


def is_open():
    """Whether what choosers give at this moment is public."""
    return _shelf.get() is not None


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


class SharedCommuneChooserBlock(SharedChooserMixin, blocks.ChooserBlock):
    target_model = Commune

    @cached_property
    def widget(self):
        # The admin's views need the models, which are read before them.
        from catalogue.viewsets.geography import commune_chooser  # noqa: PLC0415

        return commune_chooser.widget_class()

    class Meta:
        icon = "crosshairs"


class SharedDocumentChooserBlock(SharedChooserMixin, DocumentChooserBlock):
    def get_api_representation(self, value, context=None):
        return value and {
            "title": value.title,
            "url": value.url,
            "format": value.file_extension,
            "size": value.get_file_size(),
        }


class SharedImageChooserBlock(SharedChooserMixin, ImageChooserBlock):
    def get_api_representation(self, value, context=None):
        """Not its title, which is often a file's name."""
        if value is None:
            return None
        rendition = value.get_rendition("format-webp|width-960")
        return {"url": rendition.url, "width": rendition.width, "height": rendition.height}


class SharedImageBlock(ImageBlock):
    """An image with an alternative, or said to be decorative: Wagtail asks for one or the other."""

    def __init__(self, required=True, **options):
        super().__init__(required=required, **options)
        chooser = SharedImageChooserBlock(required=required)
        chooser.set_name("image")
        self.child_blocks["image"] = chooser


class ChosenBlock(blocks.StructBlock):
    """Knows what an editor chose and isn't public any more (`value.has_lost`): where a choice
    narrows what is shown, its absence must not widen it."""

    def to_python(self, value):
        return self._noticing(value, super().to_python(value))

    def bulk_to_python(self, values):
        stored = list(values)
        found = super().bulk_to_python(stored)
        return [self._noticing(data, value) for data, value in zip(stored, found, strict=True)]

    def _noticing(self, data, value):
        value.has_lost = any(
            data.get(name) is not None and value[name] is None
            for name, child in self.child_blocks.items()
            if isinstance(child, blocks.ChooserBlock)
        )
        return value


class ChosenValue(blocks.StructValue):
    has_lost = False
