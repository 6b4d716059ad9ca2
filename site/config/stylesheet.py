"""Many stylesheets to read, one to download.

The sources in `static/css/` are plain CSS, split by subject. Pages link `css/parvis.css`: this
finder joins the sources into it, comments and indentation left out, whenever it is asked for and a
source is newer. So there is no build step to run nor generated file to commit: the development
server, the tests and `collectstatic` all find the same file.
"""

import os
import re
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

NAME = "css/parvis.css"

#: A later file wins over an earlier one, so the order is part of the design.
ORDER = [
    "tokens.css",
    "palettes.css",
    "base.css",
    "layout.css",
    "components/*.css",
    "forced-colors.css",
    "print.css",
]

SOURCES = settings.SITE_DIR / "static" / "css"
BUILT = settings.VAR_DIR / "css"


def sources():
    return [path for pattern in ORDER for path in sorted(SOURCES.glob(pattern))]


def squeeze(css):
    """Drops comments, indentation and line ends. Strings (`data:` icons) are on one line each."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    lines = (line.strip() for line in css.splitlines())
    css = "\n".join(line for line in lines if line)
    return re.sub(r"(?<=[{},;])\n|\n(?=})", "", css)


def build():
    target = Path(BUILT, NAME)
    newest = max(path.stat().st_mtime for path in [*sources(), Path(__file__)])
    if not target.exists() or target.stat().st_mtime < newest:
        target.parent.mkdir(parents=True, exist_ok=True)
        draft = target.with_suffix(f".{os.getpid()}")  # two processes may build at the same time
        draft.write_text("\n".join(squeeze(path.read_text()) for path in sources()))
        draft.replace(target)
    return target


class StylesheetFinder(BaseFinder):
    def check(self, **kwargs):
        return []

    def find(self, path, find_all=False, **kwargs):
        if path != NAME:
            return []
        return [str(build())] if find_all else str(build())

    def list(self, ignore_patterns):
        build()
        yield NAME, FileSystemStorage(location=BUILT)
