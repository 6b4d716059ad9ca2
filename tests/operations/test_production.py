"""Production settings, read by a process of their own."""

import json
import os
import subprocess
import sys
from importlib import import_module

import pytest
from django.conf import settings

REQUIRED = {
    "SECRET_KEY": "long enough, random enough " * 3,
    "ALLOWED_HOSTS": "parvis.example,www.parvis.example",
    "DATABASE_URL": "postgres://parvis@127.0.0.1:5432/parvis",
}
PRINT = (
    "import json, config.settings.production as settings;"
    "print(json.dumps({name: value for name, value in vars(settings).items()"
    " if name.isupper()}, default=str))"
)


def read_settings(**environ):
    """What production would run with: (settings, error)."""
    # The developer's own variables must not fill in for the missing ones.
    inherited = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    done = subprocess.run(
        [sys.executable, "-c", PRINT],
        cwd=settings.SITE_DIR,
        env=inherited | {name: value for name, value in environ.items() if value is not None},
        capture_output=True,
        text=True,
        check=False,
    )
    return (json.loads(done.stdout) if done.returncode == 0 else None), done.stderr


@pytest.mark.parametrize(
    ("environ", "reason"),
    [
        ({"SECRET_KEY": None}, "SECRET_KEY is missing"),
        ({"SECRET_KEY": ""}, "SECRET_KEY is missing"),
        ({"DEBUG": "on"}, "DEBUG is on"),
        ({"ALLOWED_HOSTS": None}, "ALLOWED_HOSTS is missing"),
        ({"DATABASE_URL": None}, "DATABASE_URL is missing"),
    ],
)
def test_it_refuses_to_start_unsafely(environ, reason):
    values, error = read_settings(**REQUIRED | environ)
    assert values is None
    assert f"ImproperlyConfigured: Parvis won't start. {reason}" in error


def test_it_says_all_that_is_missing_at_once():
    _, error = read_settings()
    assert all(name in error for name in REQUIRED)


def test_nothing_more_is_needed():
    values, error = read_settings(**REQUIRED)
    assert values, error
    assert values["DEBUG"] is False
    assert values["STYLEGUIDE"] is False
    assert values["WAGTAILADMIN_BASE_URL"] == "https://parvis.example"
    assert values["STORAGES"]["default"]["BACKEND"].endswith("FileSystemStorage")


def test_images_on_s3_come_under_our_own_name():
    values, error = read_settings(
        **REQUIRED,
        S3_BUCKET="medias",
        S3_ENDPOINT_URL="https://s3.example",
        S3_ACCESS_KEY="key",
        S3_SECRET_KEY="secret",
        S3_PUBLIC_URL="https://medias.parvis.example",
    )
    assert values, error
    options = values["STORAGES"]["default"]["OPTIONS"]
    assert options["custom_domain"] == "medias.parvis.example"
    assert options["querystring_auth"] is False
    directives = values["CONTENT_SECURITY_POLICY"]["DIRECTIVES"]
    assert "https://medias.parvis.example" in directives["img-src"]
    assert "https://medias.parvis.example" not in directives["script-src"]


@pytest.mark.parametrize(
    ("url", "backend"),
    [
        ("", "catalogue.search.database"),
        ("opensearch+https://u:p@search.example:9200", "wagtail.search.backends.opensearch3"),
        ("elasticsearch+http://127.0.0.1:9200", "wagtail.search.backends.elasticsearch8"),
    ],
)
def test_search_goes_where_its_address_says(url, backend):
    values, error = read_settings(**REQUIRED, SEARCH_URL=url)
    assert values, error
    search = values["WAGTAILSEARCH_BACKENDS"]["default"]
    assert search["BACKEND"] == backend
    assert search.get("URLS", [""]) == [url.partition("+")[2]]
    assert import_module(backend).SearchBackend


@pytest.mark.parametrize(
    ("asked", "level"), [(None, "WARNING"), ("DEBUG", "DEBUG"), ("ERROR", "ERROR")]
)
def test_each_task_is_told_to_whoever_asks_for_everything(asked, level):
    values, error = read_settings(**REQUIRED, LOG_LEVEL=asked)
    assert values, error
    assert values["LOGGING"]["loggers"]["django_tasks"]["level"] == level
