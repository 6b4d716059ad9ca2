"""A region's site and a structure's, beside the national one."""

import json
import tomllib
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone
from wagtail.models import Site

from catalogue.models import Network, Structure
from cms.models import NewsIndexPage, NewsPage, SiteTerritory
from cms.opening import LOCAL, open_site


def load_sites(ledger):
    here = Path(__file__).parent
    example = tomllib.loads((here / "news.toml").read_text("utf-8"))["example"]
    made = [
        tie
        for row in tomllib.loads((here / "sites.toml").read_text("utf-8"))["site"]
        if (tie := load_site(ledger, row, example))
    ]
    name_the_port()
    return len(made)


def load_site(ledger, row, example):
    holder = {
        "network": Network.objects.filter(code=row.get("network", "")).first(),
        "structure": Structure.objects.filter(imilo_code=row.get("structure", "")).first(),
    }
    is_taken = Site.objects.filter(hostname=row["hostname"]).exists()
    if not any(holder.values()) or is_taken or not ledger.claim(SiteTerritory, row["hostname"]):
        return None
    tie = open_site(SiteTerritory(palette=row["palette"], **holder), row["hostname"], row["name"])
    home = tie.site.root_page.specific
    home.summary = home.search_description = row["summary"]
    home.save_revision().publish()
    news = row["news"]
    page = NewsPage(
        **{name: news[name] for name in ("title", "slug", "summary")},
        date=timezone.localdate(),
        body=json.dumps(
            [
                {"type": "paragraph", "value": f"<p>{text}</p>"}
                for text in (news["paragraph"], example)
            ]
        ),
    )
    NewsIndexPage.objects.child_of(home).get().add_child(instance=page)
    page.save_revision().publish()
    return tie


def name_the_port():
    """So that the admin's links lead to the server that `make run` starts, `PORT=8001` or not."""
    port = urlsplit(settings.WAGTAILADMIN_BASE_URL).port
    if port and Site.objects.filter(is_default_site=True, hostname=LOCAL).exists():
        for site in Site.objects.exclude(port=port):
            if site.hostname.split(".")[-1] == LOCAL:
                site.port = port
                site.save()
