"""The report on addresses that lead nowhere, and the way to mend one."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, Max, OuterRef
from django.urls import reverse, reverse_lazy
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.reports import ReportView
from wagtail.contrib.redirects.models import Redirect
from wagtail.contrib.redirects.views import CreateView
from wagtail.permissions import policy_registry

from cms.models import MissedAddress


def may_redirect(user):
    return policy_registry.get_by_type(Redirect).user_has_permission(user, "add")


class RedirectColumn(Column):
    cell_template_name = "cms/admin/redirect_cell.html"

    def get_value(self, row):
        return reverse("cms_redirect_missed") + "?" + urlencode({"old_path": row["path"]})


class MissedPaginator(WagtailPaginator):
    """Counts rows of values, which name no model."""

    verbose_name = _("adresse")
    verbose_name_plural = _("adresses")


class MissedAddressesView(ReportView):
    """Of the last thirty days, the most asked for first, without those that lead somewhere now."""

    page_title = _("Adresses introuvables")
    header_icon = "warning"
    index_url_name = "cms_missed"
    index_results_url_name = "cms_missed_results"
    paginator_class = MissedPaginator
    columns = [
        Column("path", label=_("Adresse demandée")),
        Column("total", label=_("Fois en 30 jours")),
        Column("last", label=_("Dernière fois")),
        Column("referrer", label=_("Depuis notre page")),
        RedirectColumn("redirect", label=_("Action")),
    ]

    def dispatch(self, request, *args, **kwargs):
        if not may_redirect(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_filtered_queryset(self):
        mended = Redirect.objects.filter(old_path=OuterRef("path"))
        addresses = MissedAddress.objects.filter(~Exists(mended))
        return addresses.totals("path").annotate(referrer=Max("referrer"))


class OldPathForm(forms.Form):
    old_path = forms.CharField(max_length=200)


class RedirectMissedView(CreateView):
    """Wagtail's form for a new redirection, with the address filled in."""

    add_url_name = "cms_redirect_missed"
    index_url_name = "cms_missed"

    def get_initial(self):
        form = OldPathForm(self.request.GET)
        return {**super().get_initial(), **(form.cleaned_data if form.is_valid() else {})}


class MissedAddressesMenuItem(MenuItem):
    def is_shown(self, request):
        return may_redirect(request.user)


menu_item = MissedAddressesMenuItem(
    _("Adresses introuvables"),
    reverse_lazy("cms_missed"),
    name="missed-addresses",
    icon_name="warning",
    order=200,
)
