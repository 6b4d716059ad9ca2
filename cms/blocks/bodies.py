"""Which page may hold which blocks: an explicit list for each kind of body."""

from django.utils.translation import gettext_lazy as _

from .cards import CardsBlock, LogosBlock
from .catalogue import (
    ChosenOffersBlock,
    FinderBlock,
    OffersBlock,
    OpenNearBlock,
    SchemesBlock,
    SessionsBlock,
)
from .figures import (
    KeyFigureBlock,
    PublicFigureBlock,
    PublicFiguresBlock,
    WrittenFiguresBlock,
)
from .links import ButtonBlock, OtherSiteBlock
from .media import DocumentsBlock, FigureBlock, GalleryBlock, VideoBlock
from .people import ContactBlock, TestimonialBlock
from .shelf import OpenStreamBlock, gathered
from .text import (
    SHORT_FEATURES,
    AccordionBlock,
    CalloutBlock,
    HeadingBlock,
    ParagraphBlock,
    QuoteBlock,
    StepsBlock,
    TableBlock,
)

#: Each of these asks the database: so many in a page, however long it is.
AT_MOST = {"sessions": {"max_num": 1}, "offers": {"max_num": 2}}


class BodyBlock(OpenStreamBlock):
    """Shown with `{% include_block page.body %}`, as a whole: see `shelf`."""

    #: The blocks that say nothing but what their author wrote, and so in the page's language.
    #: The others show the catalogue, or words of ours: in French.
    AUTHORED = frozenset(
        {
            "heading",
            "paragraph",
            "callout",
            "quote",
            "testimonial",
            "table",
            "image",
            "gallery",
            "steps",
            "accordion",
            "cards",
            "button",
            "contact",
        }
    )

    class Meta:
        template = "cms/blocks/body.html"

    def render(self, value, context=None):
        data = self.get_prep_value(value)
        with gathered(self, data):
            return super().render(self.to_python(data), context)

    def get_context(self, value, parent_context=None):
        has_finder = any(block.block_type == "finder" for block in value)
        return {
            **super().get_context(value, parent_context),
            "has_finder": has_finder,
            "authored": self.AUTHORED,
        }


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


class FiguresBlock(OpenStreamBlock):
    """A few figures by themselves, written or followed."""

    figure = KeyFigureBlock()
    public_figure = PublicFigureBlock()

    class Meta:
        max_num = 4


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


class EasyBlock(BodyBlock):
    """The body of an easy version: short texts, pictures, and whom to call."""

    heading = HeadingBlock(label=_("intertitre"), max_length=80)
    paragraph = ParagraphBlock(label=_("texte"), features=SHORT_FEATURES)
    image = FigureBlock()
    steps = StepsBlock()
    callout = CalloutBlock()
    contact = ContactBlock()
    button = ButtonBlock()


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


class CampaignBlock(TextBlock):
    """The body of a campaign, which has its schemes and its offers beside; and it is of no town."""

    offers = None
    schemes = None
    open_near = None

    class Meta:
        block_counts = {"sessions": AT_MOST["sessions"], "finder": {"max_num": 1}}


class OfferListsBlock(BodyBlock):
    """The offers of a campaign: those that were chosen, or those that match."""

    chosen = ChosenOffersBlock()
    offers = OffersBlock()

    class Meta:
        max_num = 1


class ResourceBlock(BodyBlock):
    """What a resource of the library is, by its format (`cms.library.Format`)."""

    video = VideoBlock()
    document = DocumentsBlock()
    link = OtherSiteBlock()

    class Meta:
        max_num = 1


class BeforeFormBlock(BodyBlock):
    """What helps to answer; the rest would lead away from the form."""

    heading = HeadingBlock(label=_("intertitre"), max_length=120)
    paragraph = ParagraphBlock(label=_("texte"))
    callout = CalloutBlock()
    steps = StepsBlock()
    accordion = AccordionBlock()
    image = FigureBlock()
    documents = DocumentsBlock()
    video = VideoBlock()
    contact = ContactBlock()
    open_near = OpenNearBlock()

    class Meta:
        block_counts = {"open_near": {"max_num": 1}}


class SectionBlock(BodyBlock):
    """Before the cards of a section's pages: little, since one comes here to go further."""

    paragraph = ParagraphBlock(label=_("texte"))
    callout = CalloutBlock()
    image = FigureBlock()
    video = VideoBlock()
    testimonial = TestimonialBlock()
    finder = FinderBlock()
    button = ButtonBlock()

    class Meta:
        max_num = 30
        block_counts = {"finder": {"max_num": 1}}


class ContactsBlock(BodyBlock):
    contact = ContactBlock()


class PressBlock(BodyBlock):
    """What a journalist takes over: facts, figures, words that can be quoted, pictures."""

    heading = HeadingBlock(label=_("intertitre"), max_length=120)
    paragraph = ParagraphBlock(label=_("texte"))
    figures = PublicFiguresBlock()
    written_figures = WrittenFiguresBlock()
    callout = CalloutBlock()
    quote = QuoteBlock()
    table = TableBlock()
    image = FigureBlock()
    gallery = GalleryBlock()
    documents = DocumentsBlock()
    video = VideoBlock()
    cards = CardsBlock()


class PartnershipBlock(BodyBlock):
    """What an editor tells of an agreement, beside what the catalogue knows of it: its partners and
    its documents are there already."""

    heading = HeadingBlock(label=_("intertitre"), max_length=120)
    paragraph = ParagraphBlock(label=_("texte"))
    written_figures = WrittenFiguresBlock()
    callout = CalloutBlock()
    quote = QuoteBlock()
    testimonial = TestimonialBlock()
    steps = StepsBlock()
    image = FigureBlock()
    video = VideoBlock()
    button = ButtonBlock()
    offers = OffersBlock()
    sessions = SessionsBlock()

    class Meta:
        block_counts = {"offers": AT_MOST["offers"], "sessions": AT_MOST["sessions"]}


class FiguresBodyBlock(BodyBlock):
    """Figures, and the words to read them."""

    heading = HeadingBlock(label=_("intertitre"), max_length=120)
    paragraph = ParagraphBlock(label=_("texte"))
    figures = PublicFiguresBlock()
    written_figures = WrittenFiguresBlock()
    table = TableBlock()
    callout = CalloutBlock()
    quote = QuoteBlock()
    image = FigureBlock()
    documents = DocumentsBlock()
    button = ButtonBlock()


class ContactBodyBlock(BodyBlock):
    """Whom to reach beside one's Mission Locale, which the page asks for first."""

    heading = HeadingBlock(label=_("intertitre"), max_length=120)
    paragraph = ParagraphBlock(label=_("texte"))
    contact = ContactBlock()
    callout = CalloutBlock()
    accordion = AccordionBlock()
    open_near = OpenNearBlock()
    button = ButtonBlock()

    class Meta:
        block_counts = {"open_near": {"max_num": 1}}
