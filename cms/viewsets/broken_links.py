"""The report on links that lead nowhere any more: for those who can mend them, what each can."""

from django import forms
from django.contrib import messages
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views import View
from wagtail.admin.ui.tables import Column, TitleColumn

from catalogue.wording import say_day
from cms.linking.sources import SOURCES
from cms.models import Link
from cms.tasks import look_again

from .reach import changeable, edit_url, kind, may
from .reports import MendingReportView, ReportMenuItem

#: Of one time: the rest comes round by itself.
LOOKED_AT = 200


def may_mend_links(user):
    return may(user, "change", SOURCES)


def broken_links(user):
    """Of what this person may change, with what they are in."""
    theirs = Q(pk__in=[])
    for model in SOURCES:
        if may(user, "change", [model]):
            theirs |= Q(
                content_type=ContentType.objects.get_for_model(model),
                object_id__in=changeable(model, user).order_by().values("pk"),
            )
    links = Link.objects.broken().filter(theirs)
    return links.select_related("address").prefetch_related("source")


def source_model(link):
    return ContentType.objects.get_for_id(link.content_type_id).model_class()


def source_url(link):
    return edit_url(source_model(link), link.object_id)


def since(link):
    return say_day(timezone.localtime(link.broken_since), year=True)


class LinkColumn(Column):
    cell_template_name = "cms/admin/link_cell.html"


class MendLinkColumn(Column):
    cell_template_name = "cms/admin/mend_link_cell.html"

    def get_value(self, link):
        return source_url(link)


class BrokenLinksView(MendingReportView):
    page_title = _("Liens cassés")
    header_icon = "link"
    template_name = "cms/admin/broken_links.html"
    results_template_name = "cms/admin/broken_links_results.html"
    index_url_name = "cms_broken_links"
    index_results_url_name = "cms_broken_links_results"
    model = Link
    columns = [
        TitleColumn("source", label=_("Où il se trouve"), get_url=source_url),
        Column("kind", label=_("Type"), accessor=lambda link: kind(source_model(link))),
        LinkColumn("link", label=_("Lien")),
        Column("problem", label=_("Ce qui ne va pas")),
        Column("since", label=_("Depuis le"), accessor=since),
        MendLinkColumn("mend", label=_("Action")),
    ]

    is_open_to = staticmethod(may_mend_links)

    def get_filtered_queryset(self):
        return broken_links(self.request.user)


class LookAgainForm(forms.Form):
    """Which link to look at; without one, all those of the report."""

    link = forms.ModelChoiceField(Link.objects.none(), required=False)

    def __init__(self, *args, user):
        super().__init__(*args)
        self.fields["link"].queryset = self.links = broken_links(user)

    def chosen(self):
        link = self.cleaned_data["link"]
        return [link.pk] if link else list(self.links.values_list("pk", flat=True)[:LOOKED_AT])


class LookAgainView(View):
    """The worker does it: another site may take its time to answer."""

    http_method_names = ["post"]

    def post(self, request):
        if not may_mend_links(request.user):
            raise PermissionDenied
        form = LookAgainForm(request.POST, user=request.user)
        if form.is_valid():
            look_again.enqueue(form.chosen())
            messages.success(
                request,
                _("La vérification commence. Rechargez la page dans une minute ou deux."),
            )
        else:
            messages.info(request, _("Ce lien n’est déjà plus dans la liste."))
        return redirect("cms_broken_links")


menu_item = ReportMenuItem(BrokenLinksView, name="broken-links", order=190)
