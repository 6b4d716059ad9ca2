"""Which images and documents anybody may see: those that no private collection holds."""

from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef
from wagtail.images import get_image_model
from wagtail.models import CollectionViewRestriction


def in_open_collections(files):
    """Images or documents of collections that no restriction hides, on themselves or above."""
    path = ExpressionWrapper(OuterRef("collection__path"), output_field=CharField())
    above = CollectionViewRestriction.objects.alias(below=path).filter(
        below__startswith=F("collection__path")
    )
    return files.filter(~Exists(above))


def open_image(key):
    """The image that a field names; None where there is none, or none for everybody."""
    images = get_image_model().objects.filter(pk=key)
    return in_open_collections(images).first() if key else None
