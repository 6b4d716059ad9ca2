"""The editorial pages, one module per family."""

from .alerts import Alert
from .campaigns import CampaignIndexPage, CampaignNews, CampaignPage, CampaignScheme
from .categories import NewsCategory
from .contact import ContactPage
from .counts import MissedAddress, MissedSearch
from .easy import EasyReadPage
from .forms import FormField, FormPage
from .home import FeaturedScheme, HomePage
from .key_figures import FiguresPage
from .libraries import Library
from .library import LibraryPage, ResourcePage
from .links import Link, WebAddress
from .listings import AgendaPage, OfferIndexPage, SchemeIndexPage, StructureIndexPage
from .news import NewsIndexPage, NewsPage, NewsScheme, NewsStructure
from .partnerships import PartnershipIndexPage, PartnershipPage
from .press import PressReleasePage, PressRoomPage
from .promotions import Promotion
from .questions import QuestionsPage
from .sections import SectionPage
from .standard import StandardPage
from .structure_news import StructureNews
from .territories import Palette, SiteTerritory

__all__ = [
    "AgendaPage",
    "Alert",
    "CampaignIndexPage",
    "CampaignNews",
    "CampaignPage",
    "CampaignScheme",
    "ContactPage",
    "EasyReadPage",
    "FeaturedScheme",
    "FiguresPage",
    "FormField",
    "FormPage",
    "HomePage",
    "Library",
    "LibraryPage",
    "Link",
    "MissedAddress",
    "MissedSearch",
    "NewsCategory",
    "NewsIndexPage",
    "NewsPage",
    "NewsScheme",
    "NewsStructure",
    "OfferIndexPage",
    "Palette",
    "PartnershipIndexPage",
    "PartnershipPage",
    "PressReleasePage",
    "PressRoomPage",
    "Promotion",
    "QuestionsPage",
    "ResourcePage",
    "SchemeIndexPage",
    "SectionPage",
    "SiteTerritory",
    "StandardPage",
    "StructureIndexPage",
    "StructureNews",
    "WebAddress",
]
