"""Which page may hold which blocks: an explicit list for each kind of body."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from .figures import PublicFiguresBlock
from .links import ButtonBlock
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


class BodyBlock(blocks.StreamBlock):
    """Shown with `{% include_block page.body %}`, as a whole: see `shelf`."""

    class Meta:
        template = "cms/blocks/body.html"

    def render(self, value, context=None):
        data = self.get_prep_value(value)
        with gathered(self, data):
            return super().render(self.to_python(data), context)

    def get_api_representation(self, value, context=None):
        data = self.get_prep_value(value)
        with gathered(self, data):
            return super().get_api_representation(self.to_python(data), context)


class NewsBlock(BodyBlock):
    """The body of a news item."""

    heading = HeadingBlock(label=_("intertitre"), max_length=120)
    paragraph = ParagraphBlock(label=_("texte"))
    figures = PublicFiguresBlock()
    callout = CalloutBlock()
    quote = QuoteBlock()
    testimonial = TestimonialBlock()
    table = TableBlock()
    button = ButtonBlock()
    contact = ContactBlock()


class TextBlock(NewsBlock):
    """The body of a page of text: all that a news item may hold, and what lasts longer."""

    steps = StepsBlock()
    accordion = AccordionBlock()
