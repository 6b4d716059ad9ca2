"""Pages made of other pages."""

from itertools import groupby
from operator import attrgetter

from django.core.paginator import Paginator
from django.db.models import F
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from wagtail.models import Page, Site

from catalogue.models import Agreement, Scheme, Structure, Theme
from catalogue.regions import directories
from catalogue.search.synonyms import also
from catalogue.views.offers import query

from .counting import count_missed_search
from .filters import CampaignFilterSet, NewsFilterSet, PressReleaseFilterSet, ResourceFilterSet
from .forms import SearchForm
from .library import Facets, questions
from .models.structure_news import StructureNews
from .navigation import address, news_list_url
from .news import News, told
from .querysets import readable
from .site_search import place_answer, search_everything

NEWS_PER_PAGE = RELEASES_PER_PAGE = AGREEMENTS_PER_PAGE = 12
ARCHIVED_PER_PAGE = 24
RESOURCES_PER_PAGE = 20


def news_list(request, page):
    filterset = NewsFilterSet(request.GET, queryset=page.news())
    asked = filterset.asked
    context = {
        "page": page,
        "errors": filterset.form.errors,
        "asked": ", ".join(str(item) for item in asked.values()),
        "category": asked.get("categorie"),
        "categories": page.categories(),
        "feed_url": f"{reverse('cms:news-feed')}?{filterset.querystring}",
        "news": Paginator(News(*told(filterset)), NEWS_PER_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "cms/news_list.html", context)


def campaign_list(request, page):
    """Those under way, those to come, then the archive by year; a year leads to its part of it."""
    campaigns = page.pages()
    filterset = CampaignFilterSet(request.GET, queryset=campaigns.over())
    year = filterset.asked.get("annee")
    archive = Paginator(filterset.qs, ARCHIVED_PER_PAGE).get_page(request.GET.get("page"))
    is_archive = bool(year) or archive.number > 1
    not_over = [] if is_archive else list(campaigns.not_over())
    context = {
        "page": page,
        "errors": filterset.form.errors,
        "year": year,
        "years": [first.year for first in campaigns.over().dates("ends_on", "year", order="DESC")],
        "archive": archive,
        "is_archive": is_archive,
        "under_way": [one for one in not_over if one.state == one.State.UNDER_WAY],
        "coming": [one for one in not_over if one.state == one.State.COMING],
    }
    return render(request, "cms/campaign_list.html", context)


def library(request, page):
    """Questions on the doorstep; then what answers them, to be narrowed."""
    filterset = ResourceFilterSet(request.GET, queryset=page.pages())
    facets = Facets(filterset)
    paginator = Paginator(filterset.qs.for_cards(), RESOURCES_PER_PAGE)
    paginator.count = facets.total  # known already
    context = {
        "page": page,
        "form": filterset.form,
        "asked": filterset.asked,
        "facets": facets,
        "questions": [] if filterset.asked else questions(),
        "resources": paginator.get_page(request.GET.get("page")),
    }
    return render(request, "cms/library.html", context)


def press_room(request, page):
    filterset = PressReleaseFilterSet(request.GET, queryset=page.releases())
    context = {
        "page": page,
        "errors": filterset.form.errors,
        "year": filterset.asked.get("annee"),
        "years": page.years(),
        "feed_url": f"{reverse('cms:press-feed')}?{filterset.querystring}",
        "releases": Paginator(filterset.qs, RELEASES_PER_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "cms/press_room.html", context)


def partnerships(request, page):
    """Agreements in force first, then those that were; the latest signed first in both."""
    found = Agreement.objects.public().with_public_parts().with_force()
    found = found.prefetch_related("partners").order_by(
        "-is_in_force", F("signed_on").desc(nulls_last=True), "title", "pk"
    )
    agreements = Paginator(found, AGREEMENTS_PER_PAGE).get_page(request.GET.get("page"))
    addresses = page.addresses_of(agreements)
    groups = groupby(agreements, key=attrgetter("is_in_force"))
    context = {
        "page": page,
        "agreements": agreements,
        "groups": [
            (is_in_force, [(agreement, addresses.get(agreement.pk, "")) for agreement in group])
            for is_in_force, group in groups
        ],
    }
    return render(request, "cms/partnership_list.html", context)


def structure_news(request, pk, address_parts):
    """A news item of a structure. It is found by its number, so that a former address leads on."""
    news = get_object_or_404(StructureNews.objects.public().select_related("structure"), pk=pk)
    if address_parts != (news.structure.slug, news.slug):
        return redirect(news.get_absolute_url() + query(request), permanent=True)
    request.structures = [news.structure]
    context = {
        "page": news,
        "more_url": news_list_url(request, structure=news.structure.slug),
    }
    return render(request, "cms/structure_news.html", context)


def site_map(request):
    site = Site.find_for_request(request)
    root = site.root_page if site else Page.get_first_root_node()
    pages = readable(Page.objects.descendant_of(root)).order_by("path")
    regions, nowhere = directories(Structure.objects.public())
    context = {
        "pages": [(page.title, address(page)) for page in pages],
        "themes": Theme.objects.all(),
        "schemes": Scheme.objects.public(),
        "regions": regions,
        "nowhere": nowhere,
    }
    return render(request, "cms/site_map.html", context)


def site_search(request):
    form = SearchForm(request.GET)
    text = form.cleaned_data["q"] if form.is_valid() else ""
    place, finding = place_answer(text) if text else (None, None)
    groups = search_everything(text) if text else []
    if text and not groups and not place:
        count_missed_search(request, text)
    context = {
        "form": form,
        "text": text,
        "place": place,
        "finding": finding,
        "groups": groups,
        "also": also(text),
        "themes": Theme.objects.all(),
    }
    return render(request, "cms/site_search.html", context)
