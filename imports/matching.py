"""Which column of the target each heading of a file means."""

from dataclasses import dataclass, field

from rapidfuzz import fuzz

from catalogue.widgets import Refused
from imports.reading import normalise_header

#: Under this likeness (out of 100), a heading isn't worth suggesting a column for.
LEAST_LIKENESS = 55
#: What values that the column refuses take away.
UNLIKELY_VALUES = 25
MAX_SUGGESTIONS = 5


@dataclass(frozen=True)
class Match:
    #: Heading → name of a column, or "" where it is left out, or not decided yet.
    mapping: dict[str, str]
    #: Headings that a person has to decide upon.
    undecided: tuple[str, ...] = ()
    #: Names of the required columns that no heading means.
    missing: tuple[str, ...] = ()
    #: Heading that isn't decided → names of columns, the likeliest first.
    suggestions: dict[str, list[str]] = field(default_factory=dict)
    #: Nothing to ask: the file can be read as it is.
    is_complete: bool = False


def match(target, headers, remembered, samples):
    """`remembered`: normalised heading → name of a column or "", as a feed keeps it."""
    known = {header: remembered.get(normalise_header(header)) for header in headers}
    known = {header: name for header, name in known.items() if name == "" or name in target.columns}
    taken = set(known.values()) - {""}
    mapping = dict.fromkeys(headers, "") | known
    guessed = best_pairs(target, [header for header in headers if header not in known], taken)
    mapping |= guessed
    undecided = tuple(
        header
        for header in headers
        if header not in known and header not in guessed and not is_ignored(target, header)
    )
    taken |= set(guessed.values())
    given = set(target.fields_given_by(taken))
    missing = tuple(
        name
        for name, column in target.columns.items()
        if column.required and name not in taken | given
    )
    # A feed that only ever updates sends fewer columns than a new object needs: asked once.
    asked_before = set(known) == set(headers) and given.issuperset(
        name for name in target.key if name not in target.optional
    )
    return Match(
        mapping=mapping,
        undecided=undecided,
        missing=missing,
        suggestions={
            header: likeliest(target, header, taken, samples.get(header, ()))
            for header in undecided
        },
        is_complete=not undecided and (not missing or asked_before),
    )


def missing_key(target, feed, names):
    """Of the fields that name an object, those that neither these columns nor the feed give."""
    given = {*target.fields_given_by(set(names)), *target.constants(feed), *target.optional}
    return [name for name in target.key if name not in given]


def remembered_pairs(target, headers, remembered):
    found = {}
    for header in headers:
        name = remembered.get(normalise_header(header))
        if name == "" or (name in target.columns and name not in found.values()):
            found[header] = name
    return found


def best_pairs(target, headers, taken):
    """Heading → column, where it is the column's own heading or a synonym; each column once, for
    the heading that says it best."""
    pairs = sorted(
        (rank, position, header, name)
        for position, header in enumerate(headers)
        for name, rank in ranks(target, header)
        if name not in taken
    )
    found = {}
    for _rank, _position, header, name in pairs:
        if header not in found and name not in found.values():
            found[header] = name
    return found


def ranks(target, header):
    key = normalise_header(header)
    for name, column in target.columns.items():
        spellings = [normalise_header(text) for text in (column.header, name, *column.synonyms)]
        if key in spellings:
            yield name, spellings.index(key)


def is_ignored(target, header):
    """What our own exports say besides, and what known layouts say that we don't keep."""
    resource = target.resource_class()
    own = [
        resource.fields[name].column_name for name in target.read_only if name in resource.fields
    ]
    return normalise_header(header) in {normalise_header(text) for text in (*own, *target.ignored)}


def likeliest(target, header, taken, values):
    scores = {
        name: likeness(column, header) - UNLIKELY_VALUES * refuses(column, values)
        for name, column in target.columns.items()
        if name not in taken
    }
    ranked = sorted(scores, key=lambda name: -scores[name])
    return [name for name in ranked if scores[name] >= LEAST_LIKENESS][:MAX_SUGGESTIONS]


def likeness(column, header):
    key = normalise_header(header)
    return max(
        fuzz.token_set_ratio(key, normalise_header(text))
        for text in (column.header, column.name, *column.synonyms)
    )


def refuses(column, values):
    """Whether the column understands none of these values; what it can't tell without the
    database, it doesn't say."""
    widget = column.field.widget
    if not values or hasattr(widget, "warm"):
        return False
    return not any(is_understood(widget, value) for value in values)


def is_understood(widget, value):
    try:
        widget.clean(value, {})
    except Refused:
        return False
    return True
