"""The program of the child process that parses one workbook (see `sandbox.py`).

It imports nothing of Parvis, limits itself before it opens the file, and answers on its standard
output in frames: four bytes of length, then JSON. `sandbox.py` documents them.

The parser may be killed by its own file: it allocates rows × columns at once, and a failed
allocation aborts the process. That is what this process is for.
"""

import json
import math
import resource
import struct
import sys
from datetime import date, datetime, time, timedelta
from itertools import islice

from python_calamine import PasswordError, SheetTypeEnum, SheetVisibleEnum, load_workbook

ROWS_PER_FRAME = 500
#: Cells that merged ranges may fill; a decorated title covers a few dozen.
MERGED_CELLS = 200_000
#: Beyond, a float no longer holds every integer.
EXACT = 2**53


def main(path, sheet, head, memory, seconds):
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        workbook = load_workbook(path)
        names = [
            one.name
            for one in workbook.sheets_metadata
            if one.typ == SheetTypeEnum.WorkSheet and one.visible == SheetVisibleEnum.Visible
        ]
        if sheet is not None and sheet not in names:
            send({"error": "no-such-sheet", "sheets": names})
            return
        found = workbook.get_sheet_by_name(sheet) if sheet else first_table(workbook, names)
        if found is None or found.start is None:
            send({"error": "empty"})
            return
        send({"sheet": found.name, "sheets": names})
        send_rows(found, head)
    except PasswordError:
        send({"error": "encrypted"})
    except BrokenPipeError:
        return  # nobody reads any longer
    except BaseException:  # noqa: BLE001 the parser's panics derive from BaseException
        send({"error": "damaged"})
    else:
        send({"end": True})


def first_table(workbook, names):
    """The first sheet with two rows and two columns; or else the first one with anything."""
    fallback = None
    for name in names:
        found = workbook.get_sheet_by_name(name)
        if found.start is None:
            continue
        if found.height > 1 and found.width > 1:
            return found
        fallback = fallback or found
    return fallback


def send_rows(sheet, head):
    stop = None if head is None else sheet.start[0] + head
    rows = islice(enumerate(unmerged(sheet), start=1), stop)
    while chunk := list(islice(rows, ROWS_PER_FRAME)):
        frame = {"first": chunk[0][0], "rows": [], "dates": [], "merged": []}
        for index, (_number, (row, is_merged)) in enumerate(chunk):
            cells = [plain(cell) for cell in row]
            for position, cell in enumerate(cells):
                if isinstance(cell, date):
                    cells[position] = None
                    frame["dates"].append((index, position, cell.isoformat()))
            frame["rows"].append(cells)
            if is_merged:
                frame["merged"].append(index)
        send(frame)


def unmerged(sheet):
    """Each row from the sheet's very first one, and whether a cell of it covers several columns.

    A merged cell's value stands in all its cells.
    """
    covers, values = merges(sheet), {}
    for number, row in enumerate(sheet.iter_rows()):
        found = covers.get(number, ())
        for merge, left, width in found:
            value = values.setdefault(merge, row[left])
            row[left : left + width] = [value] * width
        yield row, any(width > 1 for _merge, _left, width in found)


def merges(sheet):
    """`{row: [(which, leftmost cell, width)]}`, within the sheet's filled cells."""
    first_column, (last_row, last_column) = sheet.start[1], sheet.end
    covers, budget = {}, MERGED_CELLS
    for merge, (top_left, bottom_right) in enumerate(sheet.merged_cell_ranges or ()):
        rows = range(top_left[0], min(bottom_right[0], last_row) + 1)
        left = top_left[1] - first_column
        width = min(bottom_right[1], last_column) - top_left[1] + 1
        budget -= len(rows) * max(0, width)
        if budget < 0:
            break
        if left >= 0 and width > 0:
            for row in rows:
                covers.setdefault(row, []).append((merge, left, width))
    return covers


def plain(value):
    """A value that means the same in every format; an empty or blank cell is None."""
    if isinstance(value, str):
        return None if not value or value.isspace() else value.replace("\0", "")
    if isinstance(value, float):
        if not math.isfinite(value):
            return str(value)
        return int(value) if value.is_integer() and abs(value) < EXACT else value
    if isinstance(value, datetime):
        return value.date() if value.time() == time.min else value
    if isinstance(value, time):
        return value.isoformat("seconds" if value.second else "minutes")
    if isinstance(value, timedelta):
        minutes = value // timedelta(minutes=1)
        return f"{minutes // 60:02}:{minutes % 60:02}"
    return value


def send(frame):
    data = json.dumps(frame).encode()
    sys.stdout.buffer.write(struct.pack(">I", len(data)) + data)
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main(*json.loads(sys.argv[1]))
