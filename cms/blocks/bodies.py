"""Which page may hold which blocks: an explicit list for each kind of body."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from .cards import CardsBlock, LogosBlock
from .catalogue import FinderBlock, OffersBlock, OpenNearBlock, SchemesBlock, SessionsBlock
from .figures import PublicFiguresBlock
from .links import ButtonBlock
from .media import DocumentsBlock, FigureBlock, GalleryBlock, VideoBlock
from .people import ContactBlock, TestimonialBlock
from .shelf import gathered
from .text import (
    AccordionBlock,
    CalloutBlock,
    HeadingBlock,
    ParagraphBlock,
    QuoteBlock,
    StepsBlock,
    TableBlock,
)

#: Each of these asks the database: so many in a page, however long it is.
AT_MOST = {"figures": {"max_num": 2}, "sessions": {"max_num": 1}, "offers": {"max_num": 2}}


class BodyBlock(blocks.StreamBlock):
    """Shown with `{% include_block page.body %}`, as a whole: see `shelf`."""

    class Meta:
        template = "cms/blocks/body.html"

    def render(self, value, context=None):
        data = self.get_prep_value(value)
        with gathered(self, data):
            return super().render(self.to_python(data), context)

    def get_context(self, value, parent_context=None):
        has_finder = any(block.block_type == "finder" for block in value)
        return {**super().get_context(value, parent_context), "has_finder": has_finder}

    def get_api_representation(self, value, context=None):
        data = self.get_prep_value(value)
        with gathered(self, data):
            return super().get_api_representation(self.to_python(data), context)


class HomeBlock(BodyBlock):
    """What may stand on the home page, below what it shows by itself."""

    callout = CalloutBlock()
    testimonial = TestimonialBlock()
    video = VideoBlock()
    cards = CardsBlock()
    logos = LogosBlock()
    button = ButtonBlock()

    class Meta:
        max_num = 8


class NewsBlock(BodyBlock):
    """The body of a news item."""

    heading = HeadingBlock(label=_("intertitre"), max_length=120)
    paragraph = ParagraphBlock(label=_("texte"))
    figures = PublicFiguresBlock()
    callout = CalloutBlock()
    quote = QuoteBlock()
    testimonial = TestimonialBlock()
    table = TableBlock()
    image = FigureBlock()
    gallery = GalleryBlock()
    documents = DocumentsBlock()
    video = VideoBlock()
    button = ButtonBlock()
    contact = ContactBlock()
    cards = CardsBlock()
    sessions = SessionsBlock()
    offers = OffersBlock()

    class Meta:
        block_counts = AT_MOST


class TextBlock(NewsBlock):
    """The body of a page of text: all that a news item may hold, and what lasts longer."""

    steps = StepsBlock()
    accordion = AccordionBlock()
    finder = FinderBlock()
    open_near = OpenNearBlock()
    schemes = SchemesBlock()
    logos = LogosBlock()

    class Meta:
        block_counts = {
            **AT_MOST,
            "finder": {"max_num": 1},
            "open_near": {"max_num": 1},
            "schemes": {"max_num": 1},
        }
