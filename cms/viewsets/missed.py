"""The reports on what was asked for in vain: addresses, searches; and the way to mend each."""

from django import forms
from django.db.models import Exists, Max, OuterRef
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.ui.tables import Column
from wagtail.contrib.redirects.models import Redirect
from wagtail.contrib.redirects.views import CreateView
from wagtail.permissions import policy_registry

from catalogue.models import Synonym
from catalogue.search.synonyms import meanings
from cms.models import MissedAddress, MissedSearch, Promotion

from .reports import MendingReportView, ReportMenuItem


def may_redirect(user):
    return policy_registry.get_by_type(Redirect).user_has_permission(user, "add")


class RedirectColumn(Column):
    cell_template_name = "cms/admin/redirect_cell.html"

    def get_value(self, row):
        return reverse("cms_redirect_missed") + "?" + urlencode({"old_path": row["path"]})


# --- Addresses


class AddressesPaginator(WagtailPaginator):
    """Counts rows of values, which name no model."""

    verbose_name = _("adresse")
    verbose_name_plural = _("adresses")


def missed_addresses():
    mended = Redirect.objects.filter(old_path=OuterRef("path"))
    addresses = MissedAddress.objects.filter(~Exists(mended))
    return addresses.totals("path").annotate(referrer=Max("referrer"))


class MissedAddressesView(MendingReportView):
    """Of the last thirty days, the most asked for first, without those that were mended."""

    page_title = _("Adresses introuvables")
    header_icon = "warning"
    index_url_name = "cms_missed"
    index_results_url_name = "cms_missed_results"
    paginator_class = AddressesPaginator
    is_open_to = staticmethod(may_redirect)
    nothing = _("Depuis trente jours, chaque adresse demandée menait à une page.")
    columns = [
        Column("path", label=_("Adresse demandée")),
        Column("total", label=_("Fois en 30 jours")),
        Column("last", label=_("Dernière fois")),
        Column("referrer", label=_("Depuis notre page")),
        RedirectColumn("redirect", label=_("Action")),
    ]

    def get_filtered_queryset(self):
        return missed_addresses()


class OldPathForm(forms.Form):
    old_path = forms.CharField(max_length=200)


class RedirectMissedView(CreateView):
    """Wagtail's form for a new redirection, with the address filled in."""

    add_url_name = "cms_redirect_missed"
    index_url_name = "cms_missed"

    def get_initial(self):
        form = OldPathForm(self.request.GET)
        return {**super().get_initial(), **(form.cleaned_data if form.is_valid() else {})}


# --- Searches


def may_mend_searches(user):
    return any(
        policy_registry.get_by_type(model).user_has_permission(user, "add")
        for model in (Synonym, Promotion)
    )


def missed_searches():
    mended = Promotion.objects.filter(key=OuterRef("key"))
    searches = MissedSearch.objects.filter(~Exists(mended)).exclude(key__in=meanings())
    return searches.totals("key").annotate(text=Max("text"))


class MendColumn(Column):
    """What to make of it: a synonym, or a result put first."""

    cell_template_name = "cms/admin/mend_cell.html"

    def get_value(self, row):
        text = urlencode({"text": row["text"]})
        return [
            (label, f"{reverse(model.snippet_viewset.get_url_name('add'))}?{text}")
            for label, model in ((_("Synonyme"), Synonym), (_("Mettre en avant"), Promotion))
        ]


class SearchesPaginator(WagtailPaginator):
    verbose_name = _("recherche")
    verbose_name_plural = _("recherches")


class MissedSearchesView(MendingReportView):
    """Of the last thirty days, the most asked for first, without those that were mended."""

    page_title = _("Recherches sans résultat")
    header_icon = "search"
    index_url_name = "cms_missed_searches"
    index_results_url_name = "cms_missed_searches_results"
    paginator_class = SearchesPaginator
    is_open_to = staticmethod(may_mend_searches)
    nothing = _("Depuis trente jours, chaque recherche a trouvé quelque chose.")
    columns = [
        Column("text", label=_("Recherche")),
        Column("total", label=_("Fois en 30 jours")),
        Column("last", label=_("Dernière fois")),
        MendColumn("mend", label=_("Action")),
    ]

    def get_filtered_queryset(self):
        return missed_searches()


menu_items = [
    ReportMenuItem(MissedAddressesView, name="missed-addresses", order=200),
    ReportMenuItem(MissedSearchesView, name="missed-searches", order=210),
]
