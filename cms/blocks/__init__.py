"""What editors may put in a page, and nothing else: no raw HTML, no script.

One module per subject; `bodies` says which page may hold which blocks.
"""

from .bodies import BodyBlock, HomeBlock, NewsBlock, TextBlock
from .figures import KeyFigureBlock, PublicFigureBlock, PublicFiguresBlock, indicators
from .text import HeadingBlock, ParagraphBlock

__all__ = [
    "BodyBlock",
    "HeadingBlock",
    "HomeBlock",
    "KeyFigureBlock",
    "NewsBlock",
    "ParagraphBlock",
    "PublicFigureBlock",
    "PublicFiguresBlock",
    "TextBlock",
    "indicators",
]
