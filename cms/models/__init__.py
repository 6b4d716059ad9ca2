"""The editorial pages, one module per family."""

from .alerts import Alert
from .categories import NewsCategory
from .counts import MissedAddress, MissedSearch
from .home import FeaturedScheme, HomePage
from .listings import AgendaPage, OfferIndexPage, SchemeIndexPage, StructureIndexPage
from .news import NewsIndexPage, NewsPage, NewsScheme, NewsStructure
from .promotions import Promotion
from .standard import StandardPage

__all__ = [
    "AgendaPage",
    "Alert",
    "FeaturedScheme",
    "HomePage",
    "MissedAddress",
    "MissedSearch",
    "NewsCategory",
    "NewsIndexPage",
    "NewsPage",
    "NewsScheme",
    "NewsStructure",
    "OfferIndexPage",
    "Promotion",
    "SchemeIndexPage",
    "StandardPage",
    "StructureIndexPage",
]
