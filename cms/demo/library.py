"""The learning library of the demonstration."""

import tomllib
from datetime import timedelta
from pathlib import Path

from django.utils import timezone

from catalogue.models import Theme
from cms.blocks.written import written
from cms.models import HomePage, LibraryPage, ResourcePage

from .indexes import index_of


def load_library(ledger):
    home = HomePage.objects.first()
    content = tomllib.loads(Path(__file__).with_name("library.toml").read_text("utf-8"))
    library = home and index_of(LibraryPage, home, content, ledger)
    if not library:
        return 0
    fresh = [row for row in content["resource"] if ledger.claim(ResourcePage, row["slug"])]
    for row in fresh:
        page = library.add_child(instance=resource(row, content["example"]))
        page.save_revision().publish()
    return len(fresh)


def resource(row, example):
    example = {"type": "callout", "value": {"level": "information", "text": example}}
    page = ResourcePage(
        **{name: row[name] for name in ("title", "slug", "summary", "level", "minutes")},
        search_description=row["summary"],
        added_on=timezone.localdate() - timedelta(days=row["days"]),
        content=written(ResourcePage, "content", row.get("content", [])),
        body=written(ResourcePage, "body", [*row["body"], example]),
    )
    page.themes = Theme.objects.filter(code__in=row["themes"])
    return page
