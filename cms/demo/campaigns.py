"""Campaigns of the demonstration: one under way, one that is over."""

import tomllib
from datetime import timedelta
from pathlib import Path

from django.utils import timezone

from catalogue.models import Scheme
from cms.blocks.written import written
from cms.models import (
    CampaignIndexPage,
    CampaignNews,
    CampaignPage,
    CampaignScheme,
    HomePage,
    NewsPage,
)

from .indexes import index_of

COLUMNS = ["title", "slug", "summary", "search_description"]


def load_campaigns(ledger):
    home = HomePage.objects.first()
    content = tomllib.loads(Path(__file__).with_name("campaigns.toml").read_text("utf-8"))
    index = home and index_of(CampaignIndexPage, home, content, ledger)
    if not index:
        return 0
    fresh = [row for row in content["campaign"] if ledger.claim(CampaignPage, row["slug"])]
    for row in fresh:
        page = index.add_child(instance=campaign(row, content["example"]))
        page.save_revision().publish()
    return len(fresh)


def campaign(row, example):
    today = timezone.localdate()
    example = {"type": "callout", "value": {"level": "information", "text": example}}
    page = CampaignPage(
        **{name: row[name] for name in COLUMNS},
        starts_on=row.get("starts_on") or today + timedelta(days=row["starts"]),
        ends_on=row.get("ends_on") or today + timedelta(days=row["ends"]),
        is_on_home=row.get("is_on_home", False),
        body=written(CampaignPage, "body", [example, *row["body"]]),
        figures=written(CampaignPage, "figures", row.get("figures", [])),
        offers=written(CampaignPage, "offers", row.get("offers", [])),
    )
    schemes = Scheme.objects.in_bulk(row["schemes"], field_name="code")
    page.schemes = [
        CampaignScheme(scheme=schemes[code], sort_order=order)
        for order, code in enumerate(row["schemes"])
        if code in schemes
    ]
    page.news = [
        CampaignNews(news=news) for news in NewsPage.objects.filter(slug__in=row.get("news", []))
    ]
    return page
