"""A few large figures on a page: written by an editor, or followed from the activity."""

from django.utils.translation import gettext_lazy as _
from wagtail.fields import StreamField

from cms.blocks import FiguresBlock


def figures_field():
    return StreamField(
        FiguresBlock(),
        verbose_name=_("chiffres clés"),
        blank=True,
        help_text=_("Seulement des faits, avec leur source et leur date."),
    )


class ShowsFigures:
    """For a page whose `figures` is such a field; shown by `catalogue/includes/figures.html`."""

    @property
    def key_figures(self):
        return [block.value for block in self.figures if block.block_type == "figure"]

    @property
    def measures(self):
        """Those that follow the activity."""
        if len(self.key_figures) == len(self.figures):
            return []
        shown = self.figures.stream_block.opened(self.figures)
        return [block.value.measure for block in shown if block.block_type != "figure"]
