"""Pages made of other pages."""

from django.core.paginator import Paginator
from django.shortcuts import render
from django.urls import reverse
from wagtail.models import Page, Site

from catalogue.models import Scheme, Structure, Theme
from catalogue.regions import directories
from catalogue.search.synonyms import also

from .counting import count_missed_search
from .filters import NewsFilterSet
from .forms import SearchForm
from .navigation import address
from .querysets import readable
from .site_search import place_answer, search_everything

NEWS_PER_PAGE = 12


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
        "news": Paginator(filterset.qs, NEWS_PER_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "cms/news_list.html", context)


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
