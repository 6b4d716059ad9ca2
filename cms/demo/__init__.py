"""Pages of the demonstration: a few news, two schemes on the home page, an alert, a result that the
search puts first, campaigns, a learning library, the network's own pages, and the sites of a region
and of a structure."""

import json
import tomllib
from datetime import timedelta
from pathlib import Path

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page, get_page_models
from wagtail.rich_text import RichText

from activity.models import Report
from activity.periods import Month
from activity.published import refresh
from catalogue.demo.ledger import Ledger
from catalogue.indexing import index_for_search
from catalogue.models import Scheme, Structure
from cms.models import (
    Alert,
    FeaturedScheme,
    FiguresPage,
    FormField,
    FormPage,
    HomePage,
    NewsCategory,
    NewsIndexPage,
    NewsPage,
    NewsScheme,
    Promotion,
    QuestionsPage,
    StandardPage,
)

from .campaigns import load_campaigns
from .institution import load_institution
from .languages import load_languages
from .library import load_library
from .sites import load_sites

FEATURED = ["cej", "pacea"]
ANNOUNCING = "94081S00"
FIGURES = "chiffres-d-activite"
PROMOTED = "allocation"
WITH_FIGURES = "94016S00"


@transaction.atomic
def load():
    """How many were made: what was made once is never made again, even when it was deleted."""
    ledger = Ledger()
    parts = [
        load_news,
        load_featured,
        load_alert,
        load_promotion,
        load_figures,
        load_questions,
        load_campaigns,
        load_library,
        load_languages,
        load_institution,
        load_sites,
    ]
    made = sum(load_part(ledger) for load_part in parts)
    index_pages(ledger)
    ledger.save()
    return made


def load_news(ledger):
    index = NewsIndexPage.objects.first()
    if index is None:
        return 0
    content = tomllib.loads(Path(__file__).with_name("news.toml").read_text("utf-8"))
    fresh = [row for row in content["news"] if ledger.claim(NewsPage, row["slug"])]
    categories = load_categories(ledger, content["category"])
    for row in fresh:
        paragraphs = [*row["paragraphs"], content["example"]]
        page = NewsPage(
            title=row["title"],
            slug=row["slug"],
            summary=row["summary"],
            date=timezone.localdate() - timedelta(days=row["days"]),
            is_featured=row.get("featured", False),
            body=json.dumps([{"type": "paragraph", "value": f"<p>{t}</p>"} for t in paragraphs]),
        )
        page.categories = categories.filter(slug=row["category"])
        page.schemes = [
            NewsScheme(scheme=scheme) for scheme in Scheme.objects.filter(code=row.get("scheme"))
        ]
        index.add_child(instance=page)
        page.save_revision().publish()
    return len(fresh)


def load_categories(ledger, rows):
    for position, row in enumerate(rows):
        if ledger.claim(NewsCategory, row["slug"]):
            named = {"name": row["name"], "position": position}
            NewsCategory.objects.get_or_create(slug=row["slug"], defaults=named)
    return NewsCategory.objects.all()


def load_featured(ledger):
    home = HomePage.objects.first()
    schemes = {scheme.code: scheme for scheme in Scheme.objects.filter(code__in=FEATURED)}
    if home is None:
        return 0
    fresh = [code for code in FEATURED if code in schemes and ledger.claim(FeaturedScheme, code)]
    for position, code in enumerate(fresh):
        home.featured.add(FeaturedScheme(scheme=schemes[code], sort_order=position))
    if fresh:
        home.save()
    return len(fresh)


def load_alert(ledger):
    """What a structure says when it reopens by appointment."""
    structure = Structure.objects.filter(imilo_code=ANNOUNCING).first()
    if structure is None or not ledger.claim(Alert, ANNOUNCING):
        return 0
    alert = Alert(
        level=Alert.Level.ATTENTION,
        message=_(
            "Exemple de démonstration : en ce moment, l’accueil se fait sur rendez-vous "
            "seulement. Appelle avant de venir."
        ),
        scope=Alert.Scope.STRUCTURES,
        ends_at=timezone.now() + timedelta(days=30),
    )
    alert.structures.set([structure])
    alert.save()
    return 1


def load_promotion(ledger):
    """Who types "allocation" is shown the scheme that may bring one."""
    scheme = Scheme.objects.filter(code="cej").first()
    if scheme is None or not ledger.claim(Promotion, PROMOTED):
        return 0
    summary = _("Tu peux recevoir une allocation : demande à ta Mission Locale.")
    Promotion.objects.create(text=PROMOTED, scheme=scheme, summary=summary)
    return 1


def load_figures(ledger):
    """A page of figures that follow the activity of the demonstration."""
    home = HomePage.objects.first()
    structure = Structure.objects.filter(imilo_code=WITH_FIGURES).first()
    has_figures = structure and Report.objects.final().filter(structure=structure).exists()
    # It was a page of text once: those that have it keep it.
    if home is None or not has_figures or not ledger.claim(StandardPage, FIGURES):
        return 0
    content = tomllib.loads(Path(__file__).with_name("figures.toml").read_text("utf-8"))
    month = Month.of(timezone.localdate()).previous.code
    page = FiguresPage(title=content["title"], slug=FIGURES, summary=content["summary"])
    for part in content["parts"]:
        figures = [
            {
                "indicator": figure["indicator"],
                "network": None,
                "structure": structure.pk if figure.get("of_a_structure") else None,
                "modality": figure.get("modality", ""),
                "period": figure.get("period", "fixed"),
                "fixed_period": "" if "period" in figure else month,
            }
            for figure in part["figures"]
        ]
        page.body.extend(
            [
                ("heading", part["heading"]),
                ("paragraph", RichText(f"<p>{part['paragraph']}</p>")),
                ("figures", page.body.stream_block.child_blocks["figures"].to_python(figures)),
            ]
        )
    home.add_child(instance=page)
    page.save_revision().publish()
    refresh()  # what nobody had asked for is worked out: its first visitor doesn't wait
    return 1


def load_questions(ledger):
    """Questions and their answers, and a form for whoever has another one."""
    home = HomePage.objects.first()
    if home is None:
        return 0
    content = tomllib.loads(Path(__file__).with_name("questions.toml").read_text("utf-8"))
    form = content["form"]
    pages = [
        QuestionsPage(
            title=content["title"],
            slug=content["slug"],
            summary=content["summary"],
            groups=json.dumps(
                [
                    {
                        "type": "group",
                        "value": {"title": group["title"], "questions": group["question"]},
                    }
                    for group in content["group"]
                ]
            ),
        ),
        FormPage(
            **{name: form[name] for name in ("title", "slug", "summary", "thanks")},
            form_fields=[
                FormField(sort_order=position, **field)
                for position, field in enumerate(form["field"])
            ],
        ),
    ]
    fresh = [page for page in pages if ledger.claim(type(page), page.slug)]
    for page in fresh:
        home.add_child(instance=page)
        page.save_revision().publish()
    return len(fresh)


def index_pages(ledger):
    """Pages that a migration wrote sent no signal: the search is told of them once."""
    if ledger.claim(Page, "search"):
        for model in get_page_models():
            index_for_search(model, list(model.get_indexed_objects().values_list("pk", flat=True)))
