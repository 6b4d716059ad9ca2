"""News and press releases as Atom feeds, under the same filters as their lists."""

from django.http import Http404

from catalogue.querysets import midnight
from catalogue.views.feeds import MAX_ENTRIES, NoveltyFeed, answer

from .filters import NewsFilterSet, PressReleaseFilterSet
from .models import NewsIndexPage, NewsPage, PressReleasePage, PressRoomPage, StructureNews
from .navigation import home_of
from .news import News, told
from .querysets import readable

#: What names each of them in feeds, for ever.
KINDS = {
    NewsPage: "actualite",
    StructureNews: "actualite-de-structure",
    PressReleasePage: "communique",
}


def news_feed(request):
    index = list_to_read(request, NewsIndexPage)
    filterset = NewsFilterSet(request.GET, queryset=index.news())
    return answer(request, NewsFeed, filterset, link=index.get_absolute_url(), title=index.title)


def press_feed(request):
    room = list_to_read(request, PressRoomPage)
    filterset = PressReleaseFilterSet(request.GET, queryset=room.releases())
    return answer(request, PressFeed, filterset, link=room.get_absolute_url(), title=room.title)


def list_to_read(request, model):
    """Of the site that is being visited, if anybody may read it."""
    home = home_of(request)
    page = home and readable(model.objects.child_of(home)).first()
    if page is None:
        raise Http404
    return page


class DatedPageFeed(NoveltyFeed):
    order = ["-date", "-pk"]

    def item_title(self, page):
        return page.title

    def item_description(self, page):
        return page.meta_description

    def item_guid(self, page):
        """Stays the same when the page moves."""
        return f"tag:parvis,2026:{KINDS[type(page)]}-{page.pk}"

    def item_pubdate(self, page):
        return midnight(page.date)

    def item_updateddate(self, page):
        return page.last_published_at or self.item_pubdate(page)


class NewsFeed(DatedPageFeed):
    def items(self):
        querysets = [queryset.order_by(*self.order) for queryset in told(self.filterset)]
        return News(*querysets, featured_first=False)[:MAX_ENTRIES]

    def item_categories(self, page):
        return [category.name for category in page.public_categories]

    def item_author_name(self, page):
        return page.source_label


class PressFeed(DatedPageFeed):
    """Press releases."""
