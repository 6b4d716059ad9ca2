"""The editorial pages, one module per family."""

from .alerts import Alert
from .categories import NewsCategory
from .counts import MissedAddress, MissedSearch
from .forms import FormField, FormPage
from .home import FeaturedScheme, HomePage
from .listings import AgendaPage, OfferIndexPage, SchemeIndexPage, StructureIndexPage
from .news import NewsIndexPage, NewsPage, NewsScheme, NewsStructure
from .promotions import Promotion
from .questions import QuestionsPage
from .standard import StandardPage

__all__ = [
    "AgendaPage",
    "Alert",
    "FeaturedScheme",
    "FormField",
    "FormPage",
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
    "QuestionsPage",
    "SchemeIndexPage",
    "StandardPage",
    "StructureIndexPage",
]
