"""Objects made in bulk send no signal: tells the search and Wagtail's index of references."""

from collections import defaultdict

from modelsearch.backends import get_search_backends
from tqdm import tqdm
from wagtail.search.index import class_is_indexed

from catalogue.references import update_references

CHUNK = 1_000


def index_written(model, keys):
    """Objects that were written, or deleted, in bulk are found, or not any more."""
    update_references(model, keys)
    if not class_is_indexed(model):
        return
    index_for_search(model, keys)
    backends = list(get_search_backends(with_auto_update=True))
    for start in range(0, len(keys), CHUNK):
        chunk = keys[start : start + CHUNK]
        there = set(model._default_manager.filter(pk__in=chunk).values_list("pk", flat=True))
        for gone in set(chunk) - there:
            for backend in backends:
                backend.delete(model(pk=gone))


def index_for_search(model, keys, *, quiet=True):
    """The objects with these primary keys can be found by the search."""
    chunks = [keys[start : start + CHUNK] for start in range(0, len(keys), CHUNK)]
    for chunk in tqdm(
        chunks, desc=str(model._meta.verbose_name_plural), leave=False, disable=quiet
    ):
        objects = list(model.get_indexed_objects().filter(pk__in=chunk))
        for backend in get_search_backends(with_auto_update=True):
            backend.add_bulk(model, objects)


def index_made(objects):
    """These can be found, and the admin knows what each of them uses."""
    by_model = defaultdict(list)
    for item in objects:
        by_model[type(item)].append(item)
    for model, items in by_model.items():
        if class_is_indexed(model):
            index_for_search(model, [item.pk for item in items])
        update_references(model, [item.pk for item in items])
