"""Communes to choose from while one types."""

from django.db.models import Case, F, Q, Value, When

# The models use this package, so they may still be loading when it is imported.
from catalogue import models

from .resolver import by_key, decide, departments_of
from .text import key, normalise, read

#: Enough for eight communes that each match by several spellings.
MAX_ROWS = 100
#: How a row matches: spelled like the whole text, beginning like it, or spelled like a part of it.
WHOLE, BEGINNING, PART = range(3)


def search(text, limit=8):
    """What the text means already, then what it may become, the most populous first. One query."""
    readings = read(text)
    if not readings:
        return []
    rows = candidates(text, readings)
    found = [
        *decide(readings, by_key(rows)),
        *(row.commune for row in rows if row.rank < PART),
    ]
    return list(dict.fromkeys(found))[:limit]


def candidates(text, readings):
    kinds = models.Spelling.Kind
    words = normalise(text).split()
    beginning = Q(kind__in=[kinds.NAME, kinds.POSTCODE])
    code = readings[0].code
    if code in words and len(words) > 1:
        words.remove(code)
        beginning &= Q(commune__department_code__in=departments_of(code))
    beginning &= Q(key__range=prefix_range(key(words)))
    keys = set().union(*(reading.keys for reading in readings))
    rank = Case(
        When(key__in=readings[0].keys, then=Value(WHOLE)),
        When(beginning, then=Value(BEGINNING)),
        default=Value(PART),
    )
    population = F("commune__population").desc(nulls_last=True)
    return list(
        models.Spelling.objects.filter(Q(key__in=keys) | beginning)
        .annotate(rank=rank)
        .select_related("commune")
        .order_by("rank", "kind", population, "commune")[:MAX_ROWS]
    )


def prefix_range(prefix):
    """A range, which the index serves on both databases; LIKE would need one index for each.

    Keys hold nothing but a–z and 0–9, so "z" sorts last in every collation.
    """
    return prefix, prefix + "zzzz"
