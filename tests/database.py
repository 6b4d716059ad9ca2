"""The databases of the tests: made once by the migrations, then copied.

A template holds what `migrate` makes of an empty database. It is kept from one run to the next, as
long as nothing changes that `migrate` depends on; each worker of xdist, and each site that runs
beside the tests, starts from a copy, which takes less than a second.
"""

import ast
import fcntl
import hashlib
import os
import secrets
import sqlite3
import subprocess
import sys
from contextlib import closing, contextmanager
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from django.apps import apps
from django.conf import settings
from django.db import connection
from psycopg import sql

from tests.strict.templates import is_ours

ON_POSTGRESQL = connection.vendor == "postgresql"
FOLDER = settings.VAR_DIR / "tests"
TEMPLATE_PREFIX = "parvis_template_"


def migrations():
    """Every file of a migration, of ours and of the libraries."""
    for app in apps.get_app_configs():
        yield from Path(app.path).glob("migrations/*.py")


def imported(path):
    """The files of this project that a module names in its imports, like the first pages' texts."""
    tree = ast.parse(path.read_bytes())
    nodes = list(ast.walk(tree))
    names = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module for node in nodes if isinstance(node, ast.ImportFrom) and node.module}
    ours = tuple(app.name for app in apps.get_app_configs() if is_ours(Path(app.path)))
    for name in names:
        if name.startswith(ours):
            yield Path(find_spec(name).origin)


def fingerprint():
    """A hash of what `migrate` depends on: the migrations, what ours import, the libraries."""
    files = set(migrations())
    files |= {found for path in files if is_ours(path) for found in imported(path)}
    files.add(settings.BASE_DIR / "requirements.txt")
    found = hashlib.sha256(repr(settings.INSTALLED_APPS).encode())
    for path in sorted(files):
        found.update(path.read_bytes())
    return found.hexdigest()[:16]


@contextmanager
def one_at_a_time():
    """The workers of xdist, and two runs at once, wait here for the first of them."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (FOLDER / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def migrate(database_url):
    """Runs the migrations in a process of its own: this one has caches of which rows there are."""
    result = subprocess.run(
        [sys.executable, "manage.py", "migrate", "--verbosity=0"],
        cwd=settings.BASE_DIR,
        env=os.environ
        | {"DJANGO_SETTINGS_MODULE": "config.settings.test", "DATABASE_URL": database_url},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr


class SQLiteTemplate:
    def __init__(self):
        self.path = FOLDER / f"{TEMPLATE_PREFIX}{fingerprint()}.sqlite3"

    def make(self):
        """Makes the template unless it is there, and removes those of former migrations."""
        with one_at_a_time():
            if self.path.exists():
                return
            for path in FOLDER.glob(f"{TEMPLATE_PREFIX}*"):
                path.unlink()
            unfinished = self.path.with_suffix(".unfinished")
            migrate(f"sqlite:///{unfinished}")
            unfinished.rename(self.path)

    def copy_into(self, target):
        with closing(sqlite3.connect(f"file:{self.path}?immutable=1", uri=True)) as source:
            source.backup(target)

    @contextmanager
    def copy(self, folder):
        """The URL of a copy in a file of this folder."""
        path = folder / "site.sqlite3"
        with closing(sqlite3.connect(path)) as target:
            self.copy_into(target)
        yield f"sqlite:///{path}"

    @contextmanager
    def connected(self):
        """The connection of the tests leads to a copy in memory."""
        name = f"file:{secrets.token_hex(8)}?mode=memory&cache=shared"
        with pointed_at(name):
            connection.ensure_connection()
            self.copy_into(connection.connection)
            yield


class PostgreSQLTemplate:
    def __init__(self):
        self.url = os.environ["DATABASE_URL"]
        self.name = TEMPLATE_PREFIX + fingerprint()

    def url_of(self, name):
        return urlunsplit(urlsplit(self.url)._replace(path=f"/{name}"))

    def execute(self, statement, *names):
        """One statement outside of any transaction, as those about databases must be."""
        with psycopg.connect(self.url, autocommit=True) as server:
            return server.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))

    def make(self):
        """Makes the template unless it is there, and drops those of former migrations."""
        with one_at_a_time():
            with psycopg.connect(self.url, autocommit=True) as server:
                there = server.execute(
                    "SELECT datname FROM pg_database WHERE starts_with(datname, %s)",
                    [TEMPLATE_PREFIX],
                )
                names = {name for (name,) in there}
            if self.name in names:
                return
            for former in names:
                self.execute("DROP DATABASE IF EXISTS {} WITH (FORCE)", former)
            unfinished = f"{self.name}_unfinished"
            self.execute("CREATE DATABASE {}", unfinished)
            migrate(self.url_of(unfinished))
            self.execute("ALTER DATABASE {} RENAME TO {}", unfinished, self.name)

    @contextmanager
    def copy(self, folder=None):
        """The URL of a copy, dropped afterwards whoever is still connected."""
        name = f"parvis_test_{os.getpid()}_{secrets.token_hex(4)}"
        self.execute("CREATE DATABASE {} TEMPLATE {}", name, self.name)
        try:
            yield self.url_of(name)
        finally:
            self.execute("DROP DATABASE {} WITH (FORCE)", name)

    @contextmanager
    def connected(self):
        """The connection of the tests leads to a copy."""
        with self.copy() as url, pointed_at(urlsplit(url).path.lstrip("/")):
            yield


@contextmanager
def pointed_at(name):
    """Django's connection opens this database, until the tests are over."""
    connection.close()
    former = connection.settings_dict["NAME"]
    connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = former


template = PostgreSQLTemplate() if ON_POSTGRESQL else SQLiteTemplate()
