"""News as an Atom feed, under the same filters as their list."""

from django.http import Http404

from catalogue.querysets import midnight
from catalogue.views.feeds import NoveltyFeed, answer

from .filters import NewsFilterSet
from .models import NewsIndexPage
from .navigation import home_of
from .querysets import readable


def news_feed(request):
    home = home_of(request)
    index = home and readable(NewsIndexPage.objects.child_of(home)).first()
    if index is None:
        raise Http404
    filterset = NewsFilterSet(request.GET, queryset=index.news())
    return answer(request, NewsFeed, filterset, link=index.get_absolute_url(), title=index.title)


class NewsFeed(NoveltyFeed):
    order = ["-date", "-pk"]

    def item_title(self, page):
        return page.title

    def item_description(self, page):
        return page.meta_description

    def item_guid(self, page):
        """Stays the same when the page moves."""
        return f"tag:parvis,2026:actualite-{page.pk}"

    def item_pubdate(self, page):
        return midnight(page.date)

    def item_updateddate(self, page):
        return page.last_published_at or self.item_pubdate(page)

    def item_categories(self, page):
        return [category.name for category in page.categories.all()]

    def item_author_name(self, page):
        return page.source_label
