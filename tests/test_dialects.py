"""What depends on the database is tested on PostgreSQL too.

`make test` runs the whole suite on SQLite. `.ci/run` adds, on PostgreSQL, the tests marked
`dialect`: those of modules that write SQL, ask which database it is, search or lock, and those of
constraints, totals and what any text may do to a query. `make test-all` runs everything on both.

The marker names the modules that its tests answer for:

    pytestmark = pytest.mark.dialect("imports.applying", "imports.undoing")
"""

import ast
from importlib.util import find_spec
from pathlib import Path

import pytest
from django.conf import settings

from tests.test_architecture import modules

TESTS = Path(__file__).parent

#: SQL written by hand, and locks: calls of these names.
CALLS = {"cursor", "raw", "extra", "RawSQL", "select_for_update"}
#: The question which database it is, and answers to it.
NAMES = {"vendor", "as_sqlite", "as_postgresql", "Lexeme", "SearchQuery"}
#: The functions of `catalogue.search` that look something up, and Wagtail's.
SEARCHES = {"matching", "ranked", "typed", "get_search_backend", "get_search_backends"}


def depends_on_the_database(source):
    """Whether a module's code says so by one of the names above. Migrations are not asked: each
    database that a test uses was made by them."""
    tree = ast.parse(source)
    found, called = set(), set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            called.add(getattr(node.func, "attr", getattr(node.func, "id", None)))
        if isinstance(node, ast.Attribute):
            found.add(node.attr)
        elif isinstance(node, ast.Name):
            found.add(node.id)
        elif isinstance(node, ast.FunctionDef):
            found.add(node.name)
        elif isinstance(node, ast.ImportFrom) and "search" in (node.module or ""):
            called |= SEARCHES.intersection(alias.name for alias in node.names)
    searches = called & SEARCHES and "search" in source
    return bool(called & CALLS or found & NAMES or searches)


def name_of(path):
    """Of a file, as an import says it: site/operations/health.py is `operations.health`."""
    path = path.relative_to(settings.BASE_DIR).with_suffix("")
    parts = [part for part in path.parts if part not in {"site", "__init__"}]
    return ".".join(parts)


def dependent_modules():
    return {
        name_of(path)
        for path in modules()
        if "migrations" not in path.parts and depends_on_the_database(path.read_text())
    }


def modules_answered_for():
    """What the markers of the tests name."""
    for path in TESTS.rglob("test_*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "pytest.mark.dialect":
                yield from (ast.literal_eval(name) for name in node.args)


def test_each_module_that_depends_on_the_database_is_tested_on_postgresql():
    assert dependent_modules() - {*modules_answered_for()} == set()


def test_the_modules_that_markers_name_exist():
    assert [name for name in {*modules_answered_for()} if not find_spec(name)] == []


@pytest.mark.parametrize(
    "code",
    [
        "with connection.cursor() as cursor: pass",
        "Offer.objects.raw('SELECT 1')",
        "condition = RawSQL('a = b', [])",
        "if connections['default'].vendor == 'sqlite': pass",
        "Offer.objects.select_for_update(skip_locked=True)",
        "class Days(Func):\n    def as_sqlite(self, compiler, connection): pass",
        "from catalogue.search import ranked",
        "from .search import matching",
        "from catalogue import search\nsearch.typed(queryset, text)",
    ],
)
def test_such_code_is_seen(code):
    assert depends_on_the_database(code)


@pytest.mark.parametrize(
    "code",
    [
        "choices = field.extra['choices']",
        "from wagtail.search import index",
        "self.typed(old)",
        "Offer.objects.filter(live=True)",
    ],
)
def test_other_code_is_left_alone(code):
    assert not depends_on_the_database(code)
