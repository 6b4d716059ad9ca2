"""What editors may put in a page, and nothing else: no raw HTML, no script.

One module per subject; `bodies` says which page may hold which blocks.
"""

from .bodies import (
    BeforeFormBlock,
    BodyBlock,
    CampaignBlock,
    ContactBodyBlock,
    ContactsBlock,
    EasyBlock,
    FiguresBlock,
    FiguresBodyBlock,
    HomeBlock,
    NewsBlock,
    OfferListsBlock,
    PartnershipBlock,
    PressBlock,
    ResourceBlock,
    SectionBlock,
    TextBlock,
)
from .figures import PublicFigureBlock, PublicFiguresBlock, indicators
from .text import HeadingBlock, ParagraphBlock

__all__ = [
    "BeforeFormBlock",
    "BodyBlock",
    "CampaignBlock",
    "ContactBodyBlock",
    "ContactsBlock",
    "EasyBlock",
    "FiguresBlock",
    "FiguresBodyBlock",
    "HeadingBlock",
    "HomeBlock",
    "NewsBlock",
    "OfferListsBlock",
    "ParagraphBlock",
    "PartnershipBlock",
    "PressBlock",
    "PublicFigureBlock",
    "PublicFiguresBlock",
    "ResourceBlock",
    "SectionBlock",
    "TextBlock",
    "indicators",
]
