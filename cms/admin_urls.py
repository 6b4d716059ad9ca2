"""In front of Wagtail's admin: pages that it would name to any member of staff.

Its chooser lists drafts and restricted pages, its questions name the page that they are about,
whoever asks. See also `catalogue.admin_urls`.
"""

from django.db.models import Q
from django.http import Http404
from django.urls import path
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views import chooser
from wagtail.admin.viewsets.pages import page_viewset_registry
from wagtail.models import Page
from wagtail.permissions import policy_registry

from .querysets import readable


def choosable(pages, request):
    """What anybody may read, and what the person works on. A hook of the chooser, too."""
    theirs = policy_registry.get_by_type(Page).explorable_instances(request.user)
    return pages.filter(
        Q(pk__in=readable(Page.objects.order_by()).values("pk"))
        | Q(pk__in=theirs.order_by().values("pk"))
    )


def within_reach(view):
    """Only for pages that the person may choose: another one doesn't exist."""

    def guarded(request, **arguments):
        asked = {*arguments.values()} or {*request.GET.getlist("id")}
        if not all(str(number).isdecimal() and len(str(number)) < 19 for number in asked):
            raise Http404
        if choosable(Page.objects.all(), request).filter(pk__in=asked).count() < len(asked):
            raise Http404
        return view(request, **arguments)

    return require_admin_access(guarded)


move_confirm = page_viewset_registry.as_view("move_confirm", page_id_kwarg="page_to_move_id")

urlpatterns = [
    path("choose-page/<int:parent_page_id>/", within_reach(chooser.BrowseView.as_view())),
    path("choose-page/chosen-multiple/", within_reach(chooser.ChosenMultipleView.as_view())),
    path(
        "pages/<int:page_to_move_id>/move/<int:destination_id>/confirm/",
        within_reach(move_confirm),
    ),
]
