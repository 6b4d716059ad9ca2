"""In front of Wagtail's admin: what it would say to anybody, and what it would stumble over.

Its reports name objects by type and not by what one may see, so they are left to superusers.
"""

from django.http import Http404
from django.urls import path
from wagtail.admin.auth import permission_denied, require_admin_access
from wagtail.admin.views import editing_sessions
from wagtail.admin.views.reports.audit_logging import LogEntriesView
from wagtail.admin.views.reports.workflows import WorkflowTasksView, WorkflowView

REPORTS = {
    "site-history": LogEntriesView,
    "workflow": WorkflowView,
    "workflow_tasks": WorkflowTasksView,
}


def for_superusers(view):
    def guarded(request, *args, **kwargs):
        if not request.user.is_superuser:
            return permission_denied(request)
        return view(request, *args, **kwargs)

    return require_admin_access(guarded)


def ping(request, **arguments):
    """Who else is editing this: Wagtail hands any text to the database as a number."""
    numbers = [arguments["object_id"], request.POST.get("revision_id", "0")]
    if not all(number.isdecimal() for number in numbers):
        raise Http404
    return editing_sessions.ping(request, **arguments)


urlpatterns = [
    *(
        path(f"reports/{name}/{suffix}", for_superusers(view.as_view(results_only=bool(suffix))))
        for name, view in REPORTS.items()
        for suffix in ("", "results/")
    ),
    path(
        "editing-sessions/ping/<str:app_label>/<str:model_name>/<str:object_id>/<int:session_id>/",
        require_admin_access(ping),
    ),
]
