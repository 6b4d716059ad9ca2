"""What a file is, by its content: a partner's file name says little, its extension less."""

import codecs
import json
import re
import struct
import zipfile
import zlib
from pathlib import Path

from charset_normalizer import from_bytes
from django.utils.translation import gettext as _

from . import limits
from .outcome import ReadingError
from .table import nothing_to_read

SAMPLE_BYTES = 64 * 1024

#: The encodings that files written in France come in; also the only ones a hint may name.
#: Unrestricted, charset-normalizer takes short French texts for Polish, Korean or Icelandic ones.
LEGACY_ENCODINGS = ("cp1252", "cp850", "mac_roman")
ENCODINGS = ("utf-8", "utf-16", "utf-16-le", "utf-16-be", *LEGACY_ENCODINGS)

#: Letters and signs of French texts, beyond ASCII.
FRENCH = frozenset("àâçéèêëîïôùûüÿœæÀÂÇÉÈÊËÎÏÔÙÛÜŸŒÆ«»’–—…€°²\u00a0")

#: The longest first: UTF-32's mark begins with UTF-16's.
BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
#: How spreadsheets pack the parts of a workbook, and what zipfile raises when one is broken.
PACKINGS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
BROKEN_ARCHIVE = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    NotImplementedError,  # what zipfile raises on a packing or an encryption it doesn't know
    OSError,
    ValueError,
)
ENCRYPTED_WORKBOOK = "EncryptedPackage".encode("utf-16-le")

JSON_START = re.compile(r'\s*(?:\[\s*(?:[{]|\]\s*$)|[{]\s*(?:"|[}]\s*$))')
MARKUP = re.compile(r"\s*<(?:!doctype|html|\?xml|head|body)", re.IGNORECASE)
CONTROL = bytes(sorted(set(range(32)) - set(b"\t\n\v\f\r"))) + b"\x7f"
#: A text may carry a stray control character; one in fifty means that it isn't text.
CONTROL_SHARE = 0.02


def check_size(path):
    size = Path(path).stat().st_size
    if not size:
        raise nothing_to_read()
    if size > limits.FILE_BYTES:
        raise ReadingError(
            _("Ce fichier est trop gros : %(size)s Mio, pour %(limit)s au plus.")
            % {"size": size // limits.MIB, "limit": limits.FILE_BYTES // limits.MIB},
            _("Partagez-le en plusieurs fichiers, ou gardez seulement les colonnes utiles."),
        )


def beginning_of(path, size=SAMPLE_BYTES):
    with Path(path).open("rb") as file:
        return file.read(size)


def workbook_format(path):
    """xlsx or ods; None when the file is text; an error for other workbooks and archives."""
    start = beginning_of(path)
    if start.startswith(OLE):
        raise encrypted() if ENCRYPTED_WORKBOOK in Path(path).read_bytes() else legacy()
    if not start.startswith(ZIP):
        return None
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
            if any(part.flag_bits & 0x1 for part in archive.infolist()):
                raise encrypted()
            if any(part.compress_type not in PACKINGS for part in archive.infolist()):
                raise damaged()
    except BROKEN_ARCHIVE as error:
        raise damaged() from error
    if "xl/workbook.xml" in names:
        return "xlsx"
    if "xl/workbook.bin" in names:
        raise legacy()
    if "content.xml" in names and "META-INF/manifest.xml" in names:
        return "ods"
    raise not_a_table()


def text_format(path, encoding):
    """csv, json or jsonl, for a file in this encoding."""
    start = beginning_of(path).decode(encoding, errors="replace").removeprefix("\ufeff")
    if MARKUP.match(start):
        raise not_a_table()
    if not JSON_START.match(start):
        return "csv"
    first, *others = start.strip().split("\n", 2)
    return "jsonl" if is_json_record(first, alone=not others) else "json"


def is_json_record(line, *, alone):
    """A whole object on one line. Alone in its file it must hold no list of objects itself."""
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        return False
    if not isinstance(value, dict):
        return False
    lists = (item for item in value.values() if isinstance(item, list))
    return not (alone and any(isinstance(item, dict) for found in lists for item in found))


def encoding_of(path):
    """The name of the text's encoding. Only bytes that are no text at all are refused."""
    start = beginning_of(path)
    for mark, encoding in BYTE_ORDER_MARKS:
        if start.startswith(mark):
            return encoding
    encoding = utf_16_without_mark(start)
    if encoding:
        return encoding
    refuse_binary(start)
    fault = first_fault_in_utf_8(path)
    if fault is None:
        return "utf-8"
    with Path(path).open("rb") as file:
        file.seek(max(0, fault - SAMPLE_BYTES // 4))
        sample = file.read(SAMPLE_BYTES // 2)
    if encoding := that_makes_french(sample):
        return encoding
    best = from_bytes(sample, cp_isolation=list(LEGACY_ENCODINGS)).best()
    return best.encoding if best else "cp1252"


def that_makes_french(sample):
    """The encoding in which every letter beyond ASCII is one of ours: two accents, in the headings
    of a table of numbers, are too few to guess from."""
    for encoding in LEGACY_ENCODINGS:
        text = sample.decode(encoding, errors="replace")
        if all(letter in FRENCH for letter in text if not letter.isascii()):
            return encoding
    return None


def utf_16_without_mark(start):
    """In UTF-16, every second byte of a text in Latin letters is a zero."""
    even, odd = start[::2], start[1::2]
    for zeros, letters, encoding in ((odd, even, "utf-16-le"), (even, odd, "utf-16-be")):
        if len(zeros) > 1 and zeros.count(0) > len(zeros) / 2 and not letters.count(0):
            return encoding
    return None


def refuse_binary(start):
    control = len(start) - len(start.translate(None, CONTROL))
    if start.startswith(b"%PDF-") or control > max(1, CONTROL_SHARE * len(start)):
        raise not_a_table()


def first_fault_in_utf_8(path):
    """Where the file stops being UTF-8, or None. A character cut by the file's end is no fault."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    position = 0
    with Path(path).open("rb") as file:
        while block := file.read(limits.MIB):
            try:
                decoder.decode(block)
            except UnicodeDecodeError as error:
                return position + error.start
            position += len(block)
    return None


def not_a_table():
    return ReadingError(
        _("Ce fichier n’est pas un tableau."),
        _("Envoyez un fichier CSV, Excel (.xlsx), LibreOffice (.ods) ou JSON."),
    )


def damaged():
    return ReadingError(
        _("Ce classeur est abîmé ou incomplet."),
        _("Ouvrez-le dans votre tableur, enregistrez-le de nouveau, puis renvoyez-le."),
    )


def encrypted():
    return ReadingError(
        _("Ce classeur est protégé par un mot de passe."),
        _("Enregistrez-le sans mot de passe, puis renvoyez-le."),
    )


def legacy():
    return ReadingError(
        _("Ce classeur est dans un ancien format d’Excel, que nous ne lisons pas."),
        _("Ouvrez-le dans votre tableur, enregistrez-le au format .xlsx, puis renvoyez-le."),
    )
