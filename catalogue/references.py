"""Wagtail's index of references, which says what an object is used by before it is deleted.

Wagtail keeps it at each `save()`. What is written in bulk calls none: this does the same for many
objects, in four statements for each thousand of them.
"""

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from modelcluster.models import get_all_child_relations
from wagtail.models import ReferenceIndex

CHUNK = 1_000
#: What makes two references the same, as `ReferenceIndex` compares them.
REFERENCE = ["object_id", "to_content_type_id", "to_object_id", "model_path", "content_path"]


def update_references(model, keys):
    """What the objects with these primary keys use is known, and those that are gone are not."""
    if not ReferenceIndex.is_indexed(model):
        return
    keys = list(keys)
    for start in range(0, len(keys), CHUNK):
        update_chunk(model, keys[start : start + CHUNK])


@transaction.atomic
def update_chunk(model, keys):
    content_type = ContentType.objects.get_for_model(model, for_concrete_model=False)
    texts = [str(key) for key in keys]
    children = [relation.get_accessor_name() for relation in get_all_child_relations(model)]
    objects = list(model._default_manager.filter(pk__in=keys).prefetch_related(*children))
    # Wagtail has it for one object at a time only, with a query or two for each.
    found = {
        (str(item.pk), *reference)
        for item in objects
        for reference in ReferenceIndex._extract_references_from_object(item)  # noqa: SLF001
    }
    ours = ReferenceIndex.objects.filter(base_content_type=content_type, object_id__in=texts)
    known = {tuple(row): pk for pk, *row in ours.values_list("pk", *REFERENCE)}
    stale = [pk for row, pk in known.items() if row not in found]
    if stale:
        ReferenceIndex.objects.filter(pk__in=stale).delete()
    ReferenceIndex.objects.bulk_create(
        [
            ReferenceIndex(
                content_type=content_type,
                base_content_type=content_type,
                content_path_hash=ReferenceIndex._get_content_path_hash(row[-1]),  # noqa: SLF001
                **dict(zip(REFERENCE, row, strict=True)),
            )
            for row in found - known.keys()
        ],
        ignore_conflicts=True,
    )
    if gone := set(texts) - {str(item.pk) for item in objects}:
        used = ReferenceIndex.objects.filter(to_content_type=content_type, to_object_id__in=gone)
        used.delete()
