"""News of two kinds read as one list: the network's are pages, a structure's own are rows."""

from itertools import chain

from .models.structure_news import StructureNews


class News:
    """Querysets of news, each the latest first, sliced as one: for a page, a paginator, a feed."""

    def __init__(self, *querysets, featured_first=True):
        self.querysets = querysets
        self.featured_first = featured_first

    def __getitem__(self, part):
        found = chain.from_iterable(queryset[: part.stop] for queryset in self.querysets)
        return sorted(found, key=self.rank, reverse=True)[part]

    def rank(self, news):
        return self.featured_first and news.is_featured, news.date

    def count(self):
        return sum(queryset.count() for queryset in self.querysets)


def own_news(structure):
    return StructureNews.objects.public().for_cards().filter(structure=structure)


def told(filterset):
    """What a list or a feed tells: to who asks for one structure, and for nothing else, its own
    news as well. In the list of all news they would drown the network's."""
    asked = filterset.asked
    structure = asked.get("structure")
    own = [own_news(structure)] if structure and len(asked) == 1 else []
    return [filterset.qs, *own]
