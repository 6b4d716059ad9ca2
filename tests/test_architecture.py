"""What holds for the whole source tree (see docs/architecture.md)."""

import ast
import re
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
MAX_LINES = 400

# Who may import whom. Each app sees the ones on its line, and itself.
LAYERS = {
    "accounts": set(),
    "operations": set(),
    "catalogue": {"accounts"},
    "activity": {"accounts", "catalogue"},
    "imports": {"accounts", "operations", "catalogue", "activity"},
    "cms": {"accounts", "operations", "catalogue", "activity"},
    "config": {"accounts", "operations", "catalogue", "activity", "imports", "cms"},
}
FOLDERS = {name: ROOT / "site" / name for name in ("accounts", "operations", "config")} | {
    name: ROOT / name for name in ("catalogue", "activity", "imports", "cms")
}


def files(pattern, *folders):
    return [
        path
        for folder in folders
        for path in sorted(folder.rglob(pattern))
        if "__pycache__" not in path.parts
    ]


def modules(*folders):
    return files("*.py", *(folders or [folder for folder in FOLDERS.values() if folder.exists()]))


def imported_by(path):
    """The top-level packages that a module imports, at any depth of its code."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            yield node.module.split(".")[0]


@pytest.mark.parametrize("app", [app for app, folder in FOLDERS.items() if folder.exists()])
def test_imports_point_one_way_only(app):
    wrong = [
        f"{path.relative_to(ROOT)} imports {package}"
        for path in modules(FOLDERS[app])
        for package in imported_by(path)
        if package in LAYERS and package != app and package not in LAYERS[app]
    ]
    assert wrong == []


def test_the_code_does_not_lean_on_its_tests():
    assert [path for path in modules() if "tests" in imported_by(path)] == []


def test_no_module_outgrows_its_subject():
    written = [path for path in modules() if "migrations" not in path.parts]
    written += modules(ROOT / "tests")
    lengths = {path.relative_to(ROOT): len(path.read_text().splitlines()) for path in written}
    assert {path: n for path, n in lengths.items() if n > MAX_LINES} == {}


def test_what_is_public_is_asked_when_a_request_comes():
    """It depends on the site that is visited: a queryset made while modules are read, or a class is
    made, would show every territory to all (see `catalogue.territory`)."""
    asked = {"public", "published", "current", "upcoming", "acting_here"}

    def calls(node):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield node.func.attr
        if not isinstance(node, ast.FunctionDef | ast.Lambda):
            for child in ast.iter_child_nodes(node):
                yield from calls(child)

    made = {path for path in modules() if asked.intersection(calls(ast.parse(path.read_text())))}
    assert made == set()


def test_templates_and_scripts_fetch_nothing_from_elsewhere():
    """Links people follow are fine; what a browser loads by itself is not."""
    apps = [folder for folder in FOLDERS.values() if folder.exists()]
    folders = [ROOT / "site" / "templates", ROOT / "site" / "static", *apps]
    sources = [
        path for kind in ("*.html", "*.css", "*.js", "*.svg") for path in files(kind, *folders)
    ]
    loads = re.compile(
        r"""(?:\bsrc=|\bsrcset=|url\(|@import|\bimport\s*\(|\bfrom\s|\bfetch\(|<link\b[^>]*\bhref=)"""
        r"""\s*["']?\s*(?:https?:)?//""",
        re.IGNORECASE,
    )
    assert {path.relative_to(ROOT) for path in sources if loads.search(path.read_text())} == set()


def test_nothing_names_one_machine():
    """Neither a home folder nor a registry's address: a checkout works anywhere."""
    machine = re.compile(r"/(?:root|home/\w+|work)/|--(?:extra-)?index-url|--find-links")
    names = ["Makefile", "Procfile", "pyproject.toml", "publiccode.yml", "LICENSE"]
    committed = [ROOT / name for name in [*names, ".env.example", ".pre-commit-config.yaml"]]
    committed += [*ROOT.glob("*.md"), *ROOT.glob("requirements*")]
    committed += [*modules(), *modules(ROOT / "tests")]
    committed += [*files("*.md", ROOT / "docs"), ROOT / ".ci" / "run"]
    named = {path.relative_to(ROOT) for path in committed if machine.search(path.read_text())}
    assert named - {Path(__file__).relative_to(ROOT)} == set()
