"""What reading takes: little memory, and never the process that asked."""

import gc
import json
import os
import subprocess
import sys
import tracemalloc
import zipfile
from itertools import islice

import pytest

from imports.reading import ReadingError, inspect, limits, rows, workbook_child
from tests.imports.fixtures import make

from .files import FIXTURES

MIB = 2**20


def peak_of(path):
    inspection = inspect(path)
    gc.collect()
    tracemalloc.start()
    try:
        count = sum(1 for _line in rows(path, inspection))
        return count, tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_a_long_text_takes_no_more_memory_than_one(tmp_path):
    path = tmp_path / "long.csv"
    with path.open("w") as file:
        file.write("Nom;Commune;Code\n")
        file.writelines(f"Accueil {number};Vitry-sur-Seine;{number}\n" for number in range(50_000))
    count, peak = peak_of(path)
    assert count == 50_000
    assert peak < 2 * MIB


def test_a_long_list_of_objects_takes_no_more_memory_than_one(tmp_path):
    path = tmp_path / "long.json"
    with path.open("w") as file:
        file.write('[{"nom": "Vitry"}')
        file.writelines(
            f', {{"nom": "Accueil {number}", "code": {number}}}' for number in range(20_000)
        )
        file.write("]")
    count, peak = peak_of(path)
    assert count == 20_001
    assert peak < 2 * MIB


@pytest.fixture
def workbook(tmp_path):
    """Enough rows for many frames: more than a pipe holds."""
    path = tmp_path / "long.xlsx"
    lines = [(f"Accueil {number}", number) for number in range(5_000)]
    make.save(make.workbook(("Offres", [("Nom", "Code"), *lines])), path)
    return path


def test_a_long_workbook_comes_whole_and_in_order(workbook):
    lines = list(rows(workbook, inspect(workbook)))
    assert [line.number for line in lines] == list(range(2, 5_002))
    assert [line.values["Code"] for line in lines] == list(range(5_000))


def test_a_workbook_takes_the_memory_of_its_frames_only(workbook):
    count, peak = peak_of(workbook)
    assert count == 5_000
    assert peak < 2 * MIB


def test_a_hostile_workbook_aborts_the_child_and_not_the_parent():
    """It deceives the glance at its XML, and the parser's allocation fails."""
    path = FIXTURES / "disguised-sparse.xlsx"
    process = subprocess.run(
        [
            sys.executable,
            workbook_child.__file__,
            json.dumps([str(path), None, None, limits.CHILD_MEMORY, 60]),
        ],
        capture_output=True,
        check=False,
    )
    assert process.returncode < 0  # killed by a signal: no exception could be caught
    with pytest.raises(ReadingError, match="trop de mémoire"):
        inspect(path)


def test_a_workbook_that_keeps_the_reader_waiting_is_given_up(monkeypatch):
    monkeypatch.setattr(limits, "CHILD_PATIENCE_SECONDS", 0)
    with pytest.raises(ReadingError, match="ou de temps"):
        inspect(FIXTURES / "values.xlsx")


def test_whoever_stops_reading_leaves_no_process_behind(workbook, monkeypatch):
    started = []

    class Watched(subprocess.Popen):
        def __init__(self, *arguments, **options):
            super().__init__(*arguments, **options)
            started.append(self)

    monkeypatch.setattr(subprocess, "Popen", Watched)
    lines = rows(workbook, inspect(workbook))
    assert len(list(islice(lines, 3))) == 3
    lines.close()
    assert [process.returncode is not None for process in started] == [True, True]
    with pytest.raises(ProcessLookupError):
        os.kill(started[-1].pid, 0)


def test_the_child_sees_no_secret(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "visible")
    environments = []
    popen = subprocess.Popen
    monkeypatch.setattr(
        subprocess, "Popen", lambda *a, **k: environments.append(k["env"]) or popen(*a, **k)
    )
    inspect(FIXTURES / "values.xlsx")
    assert environments == [{}]


def test_every_sheet_is_looked_at_for_far_cells(tmp_path):
    path = tmp_path / "two.xlsx"
    book = make.workbook(("Offres", [("Nom", "Ville")]), ("Loin", [("Nom",)]))
    book["Loin"]["ZZ90000"] = "loin"
    make.save(book, path)
    with pytest.raises(ReadingError, match="cellule ZZ90000"):
        inspect(path)


def test_an_archive_of_countless_parts_is_refused(tmp_path):
    path = tmp_path / "parts.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        for number in range(limits.ARCHIVE_PARTS):
            archive.writestr(f"xl/media/{number}.png", "")
    with pytest.raises(ReadingError, match="démesuré"):
        inspect(path)
