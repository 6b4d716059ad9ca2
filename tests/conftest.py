"""A strict environment: what would go wrong in silence fails the test here.

Warnings are errors (`filterwarnings` in pyproject.toml): among them Django's for a naive
datetime, for an unordered queryset that is paginated, and for deprecated calls. Connections
leave this machine for nobody (pytest-socket, in pyproject.toml). The fixtures below are
switched on for every test, and cost next to nothing.
"""

import gc

import hypothesis
import pytest
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import StaticFilesStorage
from django.core.cache import cache
from django.test import Client

from tests.database import template
from tests.running import RunningSite, wait_until
from tests.strict import html, templates

# A slow machine is no reason to fail. Our function-scoped fixtures (an emptied cache, a test
# client) hold nothing that one example could leave to the next. The few are the same ones each
# time, so that a run passes or fails for what was changed; the many look further.
for profile, examples in (("few", 30), ("many", 300)):
    hypothesis.settings.register_profile(
        profile,
        max_examples=examples,
        derandomize=profile == "few",
        deadline=None,
        suppress_health_check=[hypothesis.HealthCheck.function_scoped_fixture],
    )
# `make test-all` asks for the many: pytest --hypothesis-profile=many
hypothesis.settings.load_profile("few")


def pytest_collection_finish(session):
    """The template of the databases is made before the first test begins: no test's limit pays."""
    if not session.config.option.collectonly:
        template.make()
    # The modules that are imported by now stay until the end. Without this, the garbage collector
    # looks at them again and again, which takes a tenth of the suite's time.
    # https://docs.python.org/3/library/gc.html#gc.freeze
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_blocker):
    """Replaces pytest-django's, which would run every migration for each worker of xdist.

    Its options (--reuse-db, --create-db, --no-migrations) have nothing left to choose.
    """
    with django_db_blocker.unblock(), template.connected():
        yield


@pytest.fixture(autouse=True, scope="session")
def strict_environment():
    """Undefined template variables, unsafe HTML and missing static files fail the test."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        templates.install(monkeypatch)
        refuse_faulty_html(monkeypatch)
        refuse_missing_static_files(monkeypatch)
        yield


def refuse_faulty_html(monkeypatch):
    """Every page that the test client receives is inspected (see `tests/strict/html.py`)."""
    request = Client.request

    def request_and_check(client, **environ):
        response = request(client, **environ)
        html.check_response(response)
        return response

    monkeypatch.setattr(Client, "request", request_and_check)


def refuse_missing_static_files(monkeypatch):
    """`{% static %}` fails on a missing file, as it does in production with hashed names."""
    url, known = StaticFilesStorage.url, set()

    def url_of_existing_file(storage, name):
        if name not in known:
            assert name.endswith("/") or finders.find(name), f"no such static file: {name}"
            known.add(name)
        return url(storage, name)

    monkeypatch.setattr(StaticFilesStorage, "url", url_of_existing_file)


@pytest.fixture(autouse=True)
def empty_cache():
    """No test reads what another one left in the cache."""
    cache.clear()


@pytest.fixture(scope="session")
def running_site(tmp_path_factory):
    """The demonstration in production mode, in processes and a database of its own.

    Its tests carry `xdist_group("site")`: one worker of xdist runs them all, and starts it once.
    """
    folder = tmp_path_factory.mktemp("site")
    with template.copy(folder) as database_url:
        site = RunningSite(folder, database_url)
        site.manage("collectstatic", "--noinput")
        site.prepare()
        with site.web():
            wait_until(lambda: site.status("/healthz"), seconds=30, message="the site didn't start")
            yield site
