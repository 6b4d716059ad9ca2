"""`.env.example` and the README name what is read from the environment, no more, no less."""

import ast
import re
from io import StringIO

import environ
import pytest
from django.conf import settings
from honcho.environ import parse

from .test_production import read_settings

ROOT = settings.BASE_DIR
EXAMPLE = ROOT / ".env.example"
#: What runs; tests, measures and the guides' pictures have variables of their own.
CODE = [ROOT / "manage.py"] + [
    path
    for folder in ("site", "catalogue", "activity", "imports", "cms")
    for path in sorted((ROOT / folder).rglob("*.py"))
]
PROCFILES = [ROOT / "Procfile", ROOT / "Procfile.dev"]


class Readers(ast.NodeVisitor):
    """The variables that a module reads, each with its defaults where they are constant."""

    def __init__(self, source):
        self.found = {}
        self.known = {"env"}  # names of environ.Env; the settings import base's by this one
        self.modules = {"os"}
        self.visit(ast.parse(source))

    def visit_Import(self, node):
        self.modules |= {name.asname for name in node.names if name.name == "os" and name.asname}

    def visit_ImportFrom(self, node):
        taken = {"environ", "getenv"} if node.module == "os" else {"env"}
        self.known |= {name.asname or name.name for name in node.names if name.name in taken}

    def visit_Assign(self, node):
        if isinstance(node.value, ast.Call) and called(node.value) == "Env":
            self.known |= {target.id for target in node.targets}
        self.generic_visit(node)

    def reads(self, node):
        """Whether this is an environment: `env`, `environ`, `os.environ`, `os.getenv`."""
        if isinstance(node, ast.Attribute) and node.attr in {"environ", "environb", "getenv"}:
            return isinstance(node.value, ast.Name) and node.value.id in self.modules
        return isinstance(node, ast.Name) and node.id in self.known

    def visit_Call(self, node):
        method = node.func
        if self.reads(method) or (isinstance(method, ast.Attribute) and self.reads(method.value)):
            given = {keyword.arg: keyword.value for keyword in node.keywords}
            name, *others = [*node.args, *[given[key] for key in ("var", "key") if key in given]]
            self.add(name, given.get("default", others[0] if others else None))
            for argument in [*others, *given.values()]:
                self.visit(argument)
        else:
            self.generic_visit(node)

    def visit_Subscript(self, node):
        if self.reads(node.value):
            self.add(node.slice)
        else:
            self.generic_visit(node)

    def visit_Compare(self, node):
        if any(map(self.reads, node.comparators)):
            self.add(node.left)
        else:
            self.generic_visit(node)

    def visit_Attribute(self, node):
        # What none of the above understood: a variable may hide behind it.
        assert not self.reads(node), f"line {node.lineno}: {ast.unparse(node)}, of what?"
        self.generic_visit(node)

    def visit_Name(self, node):
        if isinstance(node.ctx, ast.Load):
            assert not self.reads(node), f"line {node.lineno}: {node.id}, of what?"

    def add(self, name, default=None):
        assert isinstance(name, ast.Constant), (
            f"line {name.lineno}: {ast.unparse(name)}, which one?"
        )
        values = self.found.setdefault(name.value, set())
        if default is not None and (value := constant(default)):
            values.add(value)


def called(node):
    return getattr(node.func, "attr", getattr(node.func, "id", None))


def constant(node):
    """What a default looks like in a file, or nothing when it is worked out."""
    if any(isinstance(part, ast.Name | ast.Call) for part in ast.walk(node)):
        return ""
    value = eval(compile(ast.Expression(node), "default", "eval"))
    if isinstance(value, list):
        return ",".join(map(str, value))
    return {None: "", True: "on", False: ""}.get(value, str(value))


def read_by_processes(text):
    """`${PORT:-8000}` and the like in a Procfile, each with its default."""
    return {
        name: {default} - {""}
        for name, default in re.findall(r"\$\{?([A-Za-z_]\w*)(?::?-([^}]*))?", text)
    }


def read_by_code():
    found = {}
    parts = [Readers(path.read_text()).found for path in CODE]
    parts += [read_by_processes(path.read_text()) for path in PROCFILES]
    for part in parts:
        for name, defaults in part.items():
            found.setdefault(name, set()).update(defaults)
    return found


def uncommented(text):
    return re.sub(r"^#(?=\w+=)", "", text, flags=re.MULTILINE)


def parsed(text):
    """As django-environ reads `.env`, into a dictionary of its own."""

    class Reader(environ.Env):
        ENVIRON = {}

    Reader.read_env(StringIO(text))
    return Reader.ENVIRON


def named_by_the_readme():
    table = (ROOT / "README.md").read_text().split("## Settings", 1)[1].split("\n## ", 1)[0]
    cells = re.findall(r"^\| (`.+?) \|", table, re.MULTILINE)
    return [name for cell in cells for name in re.findall(r"`(\w+)`", cell)]


def test_the_example_names_what_is_read():
    shown = re.findall(r"^#?(\w+)=", EXAMPLE.read_text(), re.MULTILINE)
    assert set(shown) == set(read_by_code())
    assert len(shown) == len(set(shown))


def test_the_readme_names_what_is_read():
    named = named_by_the_readme()
    assert set(named) == set(read_by_code())
    assert len(named) == len(set(named))


def test_the_example_shows_the_defaults():
    shown, read = parsed(uncommented(EXAMPLE.read_text())), read_by_code()
    assert {
        name: value for name, value in shown.items() if read.get(name) and value not in read[name]
    } == {}


def test_a_copy_of_the_example_changes_nothing():
    assert parsed(EXAMPLE.read_text()) == {}


def test_what_the_example_shows_can_be_set(tmp_path):
    text = uncommented(EXAMPLE.read_text())
    shown = parsed(text)
    # honcho passes on what it reads of the same file.
    assert parse(text) == {name: value for name, value in shown.items() if value}
    values, error = read_settings(
        **shown | {"SECRET_KEY": "secret", "DEBUG": "off", "VAR_DIR": str(tmp_path)}
    )
    assert values, error
    assert values["ALLOWED_HOSTS"] == ["parvis.example", "www.parvis.example"]
    assert values["OUTBOUND_PORTS"] == [80, 443]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("env.str('A', default='x')", {"A": {"x"}}),
        ("env('A')", {"A": set()}),
        ("env.int(var='A', default=2 * 60)", {"A": {"120"}}),
        ("env.list('A', cast=int, default=[80, 443])", {"A": {"80,443"}}),
        ("env.bool('A', default=True)", {"A": {"on"}}),
        ("env.str('A', default=env.str('B', default='x'))", {"A": set(), "B": {"x"}}),
        ("env['A']", {"A": set()}),
        ("import environ\nmine = environ.Env()\nmine.db('A')", {"A": set()}),
        ("from .base import env as base\nbase.str('A')", {"A": set()}),
        ("import os\nos.environ['A']", {"A": set()}),
        ("import os\nos.environ.get('A', 'x')", {"A": {"x"}}),
        ("import os\nos.environ.setdefault('A', 'x')", {"A": {"x"}}),
        ("import os as system\nsystem.getenv('A')", {"A": set()}),
        ("from os import getenv\ngetenv('A')", {"A": set()}),
        ("from os import environ\nif 'A' in environ: pass", {"A": set()}),
        ("def f(env):\n    return g(x=1)", {}),
    ],
)
def test_a_variable_is_found_however_it_is_read(source, expected):
    assert Readers(source).found == expected


@pytest.mark.parametrize(
    "source", ["env.str(name)", "import os\ndict(os.environ)", "mine = env", "env(f'{x}_URL')"]
)
def test_a_variable_whose_name_is_not_written_is_refused(source):
    with pytest.raises(AssertionError, match=r"of what|which one"):
        Readers(source)


def test_a_variable_of_a_process_is_found():
    line = "web: SET=1 gunicorn --bind 0.0.0.0:${PORT:-8000} --workers $WORKERS -k ${KIND}"
    assert read_by_processes(line) == {"PORT": {"8000"}, "WORKERS": set(), "KIND": set()}
