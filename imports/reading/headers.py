"""Where the header row is, and what each column is called."""

import re

from anyascii import anyascii
from django.utils.translation import gettext as _

from . import limits
from .outcome import Notice, ReadingError

#: A header fills most of the table's width; a title, an address or a date above it doesn't.
FILLED = 0.6


def normalise_header(text):
    """What two spellings of one header have in common: « Nom\\r d’usage  » → "nom d usage"."""
    return " ".join(re.findall(r"[a-z0-9]+", anyascii(str(text)).lower()))


def find_header(head):
    """Index, among the first records, of the one that names the columns.

    Cells are counted once per text: a merged title stands in every cell that it covers.
    """
    filled = [len(distinct(record)) for record in head]
    # A line broken by a stray delimiter may be twice as wide as the table: leave out the widest.
    width = sorted(filled)[int(0.9 * (len(filled) - 1) + 0.5)]
    index = next(i for i, count in enumerate(filled) if count >= FILLED * width)
    return index + is_line_of_groups(head, index)


def is_line_of_groups(head, index):
    """Whether the titles at this line cover several columns each, named on the next line."""
    if index + 1 >= len(head):
        return False
    here, below = head[index], head[index + 1]
    return "merged" in here.flaws and len(distinct(below)) > len(distinct(here))


def distinct(record):
    return {str(cell) for cell in record.cells if cell is not None}


def name_columns(head, index):
    """`(headers, positions, notices)` of the header row at this index.

    Columns without a name are left out; names given twice are numbered.
    """
    cells = head[index].cells
    groups = head[index - 1].cells if index else []
    texts = [None if cell is None else str(cell)[: limits.HEADER_CHARACTERS] for cell in cells]
    headers, positions, taken = [], [], set()
    for position, text in enumerate(texts):
        if text is None:
            continue
        group = groups[position] if position < len(groups) else None
        grouped = group is not None and groups.count(group) > 1 and texts.count(text) > 1
        headers.append(unused(f"{group} – {text}" if grouped else text, taken))
        positions.append(position)
        if len(headers) > limits.COLUMNS:
            raise too_many_columns()
    notices = [
        *notice_of_duplicates(texts),
        *notice_of_nameless(head[index + 1 :], set(positions)),
    ]
    return tuple(headers), tuple(positions), notices


def unused(text, taken):
    name, copy = text, 1
    while name in taken:
        copy += 1
        name = f"{text} ({copy})"
    taken.add(name)
    return name


def notice_of_duplicates(texts):
    twice = sorted({text for text in texts if text is not None and texts.count(text) > 1})
    if twice:
        message = _("Plusieurs colonnes portent le même nom : %(names)s.")
        yield Notice("duplicate-headers", message % {"names": quoted(twice)})


def notice_of_nameless(below, named):
    lost = sorted(
        {
            position + 1
            for record in below
            for position, cell in enumerate(record.cells)
            if cell is not None and position not in named
        }
    )
    if lost:
        message = _("Colonnes sans nom, qui ne sont pas lues : %(numbers)s.")
        numbers = ", ".join(column_letters(number) for number in lost[:10])
        yield Notice("nameless-columns", message % {"numbers": numbers})


def column_letters(number):
    """A spreadsheet's name for its nth column: 28 → "AB"."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def quoted(names):
    return ", ".join(f"« {name} »" for name in names[:10])


def too_many_columns():
    return ReadingError(
        _("Ce fichier a plus de %(limit)s colonnes.") % {"limit": limits.COLUMNS},
        _("Gardez seulement les colonnes utiles, puis renvoyez le fichier."),
    )
