"""A workbook parsed in a process of its own, so that a hostile one takes down nobody else.

The child (`workbook_child.py`) limits its memory and processor time, and answers in frames of
JSON, which can't hold anything but plain values:

    {"sheet": name, "sheets": [names]}                 which sheet, among which
    {"first": number, "rows": [[cell]],
     "dates": [[row, column, ISO text]],               rows counted from the first of the frame
     "merged": [row]}                                  where a cell covers several columns
    {"end": true}  or  {"error": code}                 without one of them, the child was stopped
"""

import json
import os
import select
import struct
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

from django.utils.translation import gettext as _

from . import limits
from .outcome import ReadingError
from .sniffing import damaged, encrypted
from .table import nothing_to_read

PROGRAM = Path(__file__).with_name("workbook_child.py")
LENGTH = struct.Struct(">I")
FRAME_BYTES = 64 * limits.MIB


def frames(path, sheet=None, head=None):
    """The child's answers, one at a time: it waits while nobody asks for the next.

    Whoever stops listening stops the child.
    """
    with child(path, sheet, head) as pipe:
        while True:
            frame = receive(pipe)
            if "error" in frame:
                raise explained(frame)
            if "end" in frame:
                return
            yield frame


@contextmanager
def child(path, sheet, head):
    arguments = [
        os.fspath(path),
        sheet,
        head,
        limits.CHILD_MEMORY,
        limits.CHILD_PROCESSOR_SECONDS,
    ]
    # -I: neither the current folder nor any PYTHON… variable; no environment: no secret to read.
    process = subprocess.Popen(  # noqa: S603 our own program and a path
        [sys.executable, "-I", PROGRAM, json.dumps(arguments)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        bufsize=0,
        env={},
    )
    try:
        yield process.stdout
    finally:
        process.kill()
        process.stdout.close()
        process.wait()


def receive(pipe):
    (length,) = LENGTH.unpack(read_exactly(pipe, LENGTH.size))
    if length > FRAME_BYTES:
        raise too_heavy()
    return json.loads(read_exactly(pipe, length))


def read_exactly(pipe, size):
    data = bytearray()
    while len(data) < size:
        ready = select.poll()
        ready.register(pipe, select.POLLIN)
        if not ready.poll(limits.CHILD_PATIENCE_SECONDS * 1000):
            raise too_heavy()
        block = pipe.read(size - len(data))
        if not block:  # out of memory or of time
            raise too_heavy()
        data += block
    return data


def explained(frame):
    match frame["error"]:
        case "encrypted":
            return encrypted()
        case "empty":
            return nothing_to_read()
        case "no-such-sheet":
            return ReadingError(
                _("La feuille demandée n’existe pas dans ce classeur."),
                _("Choisissez parmi ses feuilles : %(sheets)s.")
                % {"sheets": ", ".join(frame["sheets"][:20])},
            )
    return damaged()


def too_heavy():
    return ReadingError(
        _("Ce classeur demande trop de mémoire ou de temps pour être lu."),
        _(
            "Copiez le tableau seul dans un nouveau classeur : une cellule remplie loin du"
            " tableau suffit à le rendre immense."
        ),
    )
