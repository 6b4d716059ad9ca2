"""From rows of cells to lines under their headers; one definition for text and spreadsheets."""

import re

from django.utils.translation import gettext as _

from . import limits
from .headers import find_header, name_columns, normalise_header
from .outcome import Line, Notice, ReadingError

TOTAL = re.compile(r"(?:sous |grand )?tota(?:l|ux)\b")
NUMBER = re.compile(r"[\d\s.,%€+-]*")


def describe(head, header_line=None):
    """What the first records tell: the arguments of `Inspection` that any table shares."""
    if not head:
        raise nothing_to_read()
    index = find_header(head) if header_line is None else index_of(head, header_line)
    headers, positions, notices = name_columns(head, index)
    width, below = len(head[index].cells), head[index + 1 :]
    if not below:
        notices.append(notice_of_no_line())
    return {
        "header_line": head[index].number,
        "headers": headers,
        "positions": positions,
        "width": width,
        "samples": samples(lines(below, headers, positions, width), headers),
        "warnings": tuple(notices),
    }


def index_of(head, header_line):
    for index, record in enumerate(head):
        if record.number == header_line:
            return index
    raise ReadingError(
        _("La ligne %(number)s, indiquée pour les titres de colonnes, est vide ou n’existe pas.")
        % {"number": header_line},
        _("Indiquez le numéro de la ligne qui porte les noms des colonnes."),
    )


def samples(some_lines, headers):
    """A few different values of each column, for people who match columns with fields."""
    found = {header: [] for header in headers}
    for line in some_lines:
        for header, value in line.values.items():
            shown = value[: limits.SAMPLE_CHARACTERS] if isinstance(value, str) else value
            values = found[header]
            if shown is not None and len(values) < limits.SAMPLES and shown not in values:
                values.append(shown)
    return {header: tuple(values) for header, values in found.items()}


def lines(records, headers, positions, width):
    """Each record that isn't blank, as a line. `width` is how many cells the header row has."""
    last = max(positions, default=-1) + 1
    contiguous = positions == tuple(range(last))
    for number, cells, flaws in records:
        missing = last - len(cells)
        padded = cells + [None] * missing if missing > 0 else cells
        picked = padded[:last] if contiguous else [padded[position] for position in positions]
        overflow = [cell for cell in cells[width:] if cell is not None]
        if not overflow and picked.count(None) == len(picked):
            continue
        warnings = ()
        if flaws or overflow or is_total(picked):  # hardly ever
            warnings = tuple(notices_about(picked, overflow, flaws, short=missing > 0))
        yield Line(number, dict(zip(headers, picked, strict=True)), warnings)


def is_total(cells):
    """« Total », « Totaux : », « Sous-total 94 »… followed by numbers only."""
    first = next((cell for cell in cells if cell is not None), None)
    if not isinstance(first, str) or first.lstrip()[:1] not in "TtSsGg":
        return False
    others = cells[cells.index(first) + 1 :]
    return bool(TOTAL.match(normalise_header(first))) and all(map(is_number, others))


def is_number(cell):
    return not isinstance(cell, str) or bool(NUMBER.fullmatch(cell))


def notices_about(cells, overflow, flaws, *, short):
    """What people should know about this line."""
    if "unclosed" in flaws or ("unterminated" in flaws and short):
        yield Notice(
            "cut",
            _("Le fichier s’arrête au milieu de cette ligne : il est sans doute incomplet."),
        )
    if "control" in flaws:
        yield Notice("control", _("Des caractères invisibles ont été retirés de cette ligne."))
    if "unreadable" in flaws:
        yield Notice("unreadable", _("Des caractères de cette ligne sont illisibles (« \ufffd »)."))
    if overflow:
        message = _("Cette ligne a plus de valeurs que de colonnes : %(values)s en trop.")
        values = ", ".join(f"« {str(value)[:40]} »" for value in overflow[:3])
        yield Notice("overflow", message % {"values": values})
    if is_total(cells):
        yield Notice("total", _("Cette ligne est un total, et non une ligne du tableau."))


def nothing_to_read():
    return ReadingError(
        _("Ce fichier ne contient rien."),
        _("Vérifiez que vous avez choisi le bon fichier, puis renvoyez-le."),
    )


def notice_of_no_line():
    return Notice("no-line", _("Ce fichier a des titres de colonnes, mais aucune ligne."))
