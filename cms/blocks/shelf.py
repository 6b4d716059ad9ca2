"""The rows that the blocks of a page name: read once per model, whatever the number of blocks.

Wagtail reads them for each kind of block apart; a page with twenty kinds would ask twenty times.
Here the whole body is looked over first. And since only what anybody may read is taken from the
shelf, what was unpublished after an editor chose it simply isn't there.
"""

import copy
from contextlib import contextmanager
from contextvars import ContextVar

from django.utils.functional import cached_property
from wagtail import blocks
from wagtail.documents import get_document_model
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images import get_image_model
from wagtail.images.blocks import ImageBlock, ImageChooserBlock
from wagtail.models import Page
from wagtail.rich_text import extract_references_from_rich_text
from wagtail.snippets.blocks import SnippetChooserBlock

from activity.models import PublishedFigure
from catalogue.models import Commune, Network, Offer
from cms.navigation import address
from cms.open_files import in_open_collections
from cms.querysets import readable_anywhere

from .walking import walk

#: {model: {key: row}} while a body is shown; nothing while it is edited.
_shelf = ContextVar("shelf", default=None)


class OpenStreamBlock(blocks.StreamBlock):
    """What it names is read once, for pages and for the API."""

    def opened(self, value):
        """The same blocks, with what anybody may read of what they name."""
        data = self.get_prep_value(value)
        with gathered(self, data):
            return self.to_python(data)

    def get_api_representation(self, value, context=None):
        data = self.get_prep_value(value)
        with gathered(self, data):
            return super().get_api_representation(self.to_python(data), context)


@contextmanager
def gathered(block, data):
    """Within it, choosers take what this data (as it is stored) names from the shelf."""
    wanted = {}
    for model, key in named(block, data):
        if key is not None:
            wanted.setdefault(model, set()).add(key)
    token = _shelf.set({model: rows_of(model, keys) for model, keys in wanted.items()})
    try:
        yield
    finally:
        _shelf.reset(token)


def is_open():
    """Whether what choosers give at this moment is public."""
    return _shelf.get() is not None


def taken(model, key):
    """A row of the shelf; None where it isn't public, and while a body is edited."""
    return (_shelf.get() or {}).get(model, {}).get(key)


def named(block, data):
    """The (model, key) of all that is chosen in a block, and in those it holds."""
    for part, value in walk(block, data):
        if isinstance(part, ChosenBlock):
            yield from part.named(value)
        if isinstance(part, SharedChooserMixin):
            yield part.model_class, value
        if isinstance(part, blocks.RichTextBlock):
            yield from linked(value)


def linked(text):
    """The (model, key) of what a rich text, as it is stored, leads to."""
    if "linktype=" in text:
        for model, key, *_path in extract_references_from_rich_text(text):
            yield model, key_of(key)


def key_of(text):
    """As a rich text writes it; None for what no row has."""
    return int(text) if text and text.isdecimal() else None


def rows_of(model, keys):
    """{key: row} of those that anybody may read."""
    if model is get_image_model():
        return images_of(keys)
    return public_rows(model).in_bulk(list(keys))


def images_of(keys):
    """With their renditions, in one query: from the second time that they are shown."""
    images = get_image_model().objects.filter(pk__in=keys)
    renditions = get_image_model().get_rendition_model().objects.select_related("image")
    found = {}
    for rendition in renditions.filter(image__in=in_open_collections(images)):
        image = found.setdefault(rendition.image_id, rendition.image)
        vars(image).setdefault("prefetched_renditions", []).append(rendition)
    if fresh := set(keys) - set(found):
        found |= in_open_collections(images).prefetch_renditions().in_bulk(list(fresh))
    return found


def public_rows(model):
    """What anybody may read of a model."""
    if model is Page:
        return readable_anywhere(Page.objects.all())
    if model in (get_document_model(), get_image_model()):
        return in_open_collections(model.objects.all())
    if model in (Commune, Network):
        return model.objects.all()
    if model is Offer:
        return model.objects.public().for_cards()
    if model is PublishedFigure:
        return model.objects.with_withdrawal()
    return model.objects.public()


class SharedChooserMixin:
    """For the choosers of blocks that pages show."""

    def to_python(self, value):
        return self.bulk_to_python([value])[0]

    def bulk_to_python(self, values):
        if not is_open():
            return super().bulk_to_python(values)
        # A row chosen twice is two objects: an image has another text in each place.
        return [copy.copy(taken(self.model_class, key)) for key in values]

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

    def named(self, data):
        """The (model, key) of what it names besides what its choosers do."""
        return []

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
