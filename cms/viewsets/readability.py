"""The report on how easily pages are read: the hardest first."""

from urllib.parse import urlsplit

from django.utils.translation import gettext_lazy as _
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.models import Page

from cms.models.base import BasePage
from cms.proofreading import proofread

from .reach import changeable, edit_url, may
from .reports import MendingReportView, ReportMenuItem

#: The last that were published: reading them all each time would take long.
MOST = 300


class PagesPaginator(WagtailPaginator):
    verbose_name = _("page")
    verbose_name_plural = _("pages")


class AdviceColumn(Column):
    cell_template_name = "cms/admin/advice_cell.html"


class ReadabilityView(MendingReportView):
    page_title = _("Facilité de lecture")
    header_icon = "glasses"
    index_url_name = "cms_readability"
    index_results_url_name = "cms_readability_results"
    paginator_class = PagesPaginator
    nothing = _("Aucune page publiée que vous puissiez modifier n’a assez de texte.")
    columns = [
        TitleColumn("title", label=_("Page"), get_url=lambda row: row["url"]),
        Column("site", label=_("Site")),
        Column("level", label=_("Lecture")),
        Column("score", label=_("Points")),
        Column("words", label=_("Mots")),
        AdviceColumn("advice", label=_("Conseils")),
    ]

    @staticmethod
    def is_open_to(user):
        return may(user, "change", [Page])

    def get_filtered_queryset(self):
        pages = changeable(Page, self.request.user).live().order_by("-last_published_at", "pk")
        rows = [row_of(page) for page in pages.specific()[:MOST] if isinstance(page, BasePage)]
        found = [row for row in rows if row["score"] is not None]
        return sorted(found, key=lambda row: -row["score"])


def row_of(page):
    proof = proofread(page)
    return {
        "title": page.title,
        # Each site has its own legal notice: the name alone doesn't say which.
        "site": urlsplit(page.full_url).hostname,
        "url": edit_url(Page, page.pk),
        "level": proof.reading.level,
        "score": proof.reading.score,
        "words": proof.reading.words,
        "advice": proof.advice,
    }


menu_item = ReportMenuItem(ReadabilityView, name="readability", order=195)
