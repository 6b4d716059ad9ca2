"""What a text finds: the one definition, for lists, feeds, the API and the site's search.

It goes through Wagtail's search backend, so the same calls use the database's full-text search,
or a search server where the settings name one.
"""

from django.db.models import Case, Q, Value, When
from modelsearch.query import Or, PlainText
from wagtail.search.backends import get_search_backend

from .french import words
from .synonyms import readings

#: How many hits of a search server are looked up in the database.
MAX_HITS = 500


def matching(queryset, text):
    """The rows of a queryset that contain every word of the text, in any order."""
    results = search(queryset.model, text)
    if results is None:
        return queryset.none()
    return queryset.filter(pk__in=keys(results))


def ranked(queryset, text):
    """The same, the most relevant first. What else a row needs is added to the result."""
    results = search(queryset.model, text)
    if results is None:
        return queryset.none()
    if in_database(results):
        return results.get_queryset().filter(pk__in=queryset.order_by().values("pk"))
    found = hits(results)
    place = Case(*(When(pk=pk, then=Value(rank)) for rank, pk in enumerate(found)), default=None)
    return queryset.filter(pk__in=found).order_by(place, "pk")


def typed(queryset, text):
    """The rows whose names have words that begin as those typed so far, or that match them."""
    query = " ".join(words(text))
    if not query:
        return queryset.none()
    return queryset.filter(
        Q(pk__in=keys(get_search_backend().autocomplete(query, queryset.model, operator="and")))
        | Q(pk__in=keys(search(queryset.model, text)))
    )


def search(model, text):
    """The backend's results in everything that was indexed of this model, public or not.

    None without a word to look for.
    """
    query = query_for(text)
    return get_search_backend().search(query, model) if query else None


def query_for(text):
    """Every word of the text, or every word of what it also means; None without any word."""
    if not words(text):
        return None
    queries = [PlainText(" ".join(words(reading))) for reading in readings(text)]
    return Or(queries) if len(queries) > 1 else queries[0]


def keys(results):
    """The keys of the rows found, in the database as a subquery: no list of numbers travels."""
    if in_database(results):
        return results.get_queryset().order_by().values("pk")
    return hits(results)


def in_database(results):
    return hasattr(results, "get_queryset")


def hits(results):
    return [found.pk for found in results[:MAX_HITS]]
