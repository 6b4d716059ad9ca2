"""The editorial pages, one module per family."""

from .alerts import Alert
from .counts import MissedAddress
from .home import FeaturedScheme, HomePage
from .listings import AgendaPage, OfferIndexPage, SchemeIndexPage, StructureIndexPage
from .news import NewsIndexPage, NewsPage
from .standard import StandardPage

__all__ = [
    "AgendaPage",
    "Alert",
    "FeaturedScheme",
    "HomePage",
    "MissedAddress",
    "NewsIndexPage",
    "NewsPage",
    "OfferIndexPage",
    "SchemeIndexPage",
    "StandardPage",
    "StructureIndexPage",
]
