"""JSON: a list of objects, an object that holds one, or one object per line.

An object inside an object becomes columns ("adresse.ville"); a list becomes one text: its texts
separated by commas, or JSON where it holds objects, for the column's widget to read.
"""

import json
import math

import ijson
from django.utils.translation import gettext as _

from . import limits, text
from .headers import too_many_columns
from .outcome import Line, ReadingError
from .table import nothing_to_read, notice_of_no_line, samples

DEPTH = 8


def describe(path, format_, encoding, sheet=None):
    """Arguments of `Inspection`. The whole file is read: any object may bring a new column."""
    sheet = list_of_objects(path, encoding, sheet) if format_ == "json" else None
    headers = {}
    first = []
    for line in flat_lines(path, format_, encoding, sheet):
        headers.update(dict.fromkeys(line.values))
        if len(headers) > limits.COLUMNS:
            raise too_many_columns()
        if len(first) < limits.HEAD_RECORDS:
            first.append(line)
    if not first and sheet == "":
        raise nothing_to_read()
    return {
        "headers": tuple(headers),
        "samples": samples(first, tuple(headers)),
        "sheet": sheet,
        "warnings": () if first else (notice_of_no_line(),),
    }


def lines(path, inspection):
    empty = dict.fromkeys(inspection.headers)
    for line in flat_lines(path, inspection.format, inspection.encoding, inspection.sheet):
        yield line._replace(values=empty | line.values)


def flat_lines(path, format_, encoding, sheet):
    """Numbered by line in JSON Lines, by rank in a list: the only numbers a person can count."""
    objects = objects_by_line if format_ == "jsonl" else objects_of_list
    try:
        for number, value in objects(path, encoding, sheet):
            if not isinstance(value, dict):
                raise unreadable(number)
            yield Line(number, flattened(value))
    except RecursionError as error:
        raise too_deep() from error


def objects_of_list(path, encoding, sheet):
    with text.opened(path, encoding) as stream:
        objects = ijson.items(Utf8(stream), f"{sheet}.item" if sheet else "item", use_float=True)
        number = 0
        try:
            for number, value in enumerate(objects, start=1):
                yield number, value
        except (ijson.JSONError, ValueError) as error:
            raise unreadable(number + 1) from error


def objects_by_line(path, encoding, _sheet):
    with text.opened(path, encoding) as stream:
        number = 0
        while line := stream.readline(limits.RECORD_CHARACTERS + 1):
            number += 1
            if len(line) > limits.RECORD_CHARACTERS:
                raise unreadable(number)
            if line.isspace():
                continue
            try:
                yield number, json.loads(line)
            except ValueError as error:
                raise unreadable(number) from error


def list_of_objects(path, encoding, wanted):
    """The key that holds the list; empty when the file is the list itself."""
    with text.opened(path, encoding) as stream:
        try:
            for prefix, event, _value in ijson.parse(Utf8(stream), use_float=True):
                if not prefix and event == "start_array":
                    return ""
                key = prefix.removesuffix(".item")
                if event == "start_map" and key != prefix and key == (wanted or key):
                    return key
        except (ijson.JSONError, ValueError) as error:
            raise unreadable(1) from error
    raise ReadingError(
        _("Ce fichier JSON ne contient pas de liste d’objets."),
        _("Envoyez une liste d’objets : [{…}, {…}]."),
    )


def flattened(value, prefix="", depth=0):
    if depth > DEPTH:
        raise too_deep()
    flat = {}
    for key, item in value.items():
        name = clean(f"{prefix}{key}")[: limits.HEADER_CHARACTERS]
        if isinstance(item, dict):
            flat |= flattened(item, f"{name}.", depth + 1)
        else:
            flat[name] = scalar(item)
    return flat


def scalar(value):
    if isinstance(value, list):
        if any(isinstance(item, list | dict) for item in value):
            return clean(json.dumps(value, ensure_ascii=False))
        value = ", ".join(str(item) for item in value if item is not None)
    if isinstance(value, str):
        return clean(value) if value and not value.isspace() else None
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    return value


def clean(value):
    """Without what JSON can escape and no database takes: zeros and halves of characters."""
    return value.replace("\0", "").encode("utf-8", "replace").decode()


class Utf8:
    """A text stream as the UTF-8 bytes that ijson reads, whatever the file's encoding."""

    def __init__(self, stream):
        self.stream = stream

    def read(self, size):
        return self.stream.read(size).encode()


def unreadable(number):
    return ReadingError(
        _("Ce fichier JSON est illisible ou incomplet à partir du numéro %(number)s.")
        % {"number": number},
        _("Demandez à votre partenaire de l’exporter de nouveau."),
    )


def too_deep():
    return ReadingError(
        _("Ce fichier JSON imbrique trop d’objets les uns dans les autres."),
        _("Envoyez une liste d’objets simples, un par ligne du tableau."),
    )
