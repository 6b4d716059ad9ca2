"""In front of Wagtail's admin: what it would say to anybody, and what it would stumble over.

Its reports name objects by type and not by what one may see, so they are left to superusers.
"""

from django.apps import apps
from django.http import Http404
from django.urls import path
from wagtail.admin.auth import permission_denied, require_admin_access
from wagtail.admin.views import bulk_action, editing_sessions
from wagtail.admin.views.reports.audit_logging import LogEntriesView
from wagtail.admin.views.reports.workflows import WorkflowTasksView, WorkflowView
from wagtail.permissions import policy_registry

CHANGING = ["add", "change", "delete", "publish"]
SEEING = ["view", "choose"]
#: A database takes no longer number.
MAX_DIGITS = 19
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


def act_on_several(request, app_label, model_name, action):
    """Wagtail names what it refuses to touch: here, only to those who may see it."""
    try:
        model = apps.get_model(app_label, model_name)
    except LookupError as error:
        raise Http404 from error
    policy = policy_registry.get_by_type(model)
    if not policy.user_has_any_permission(request.user, CHANGING):
        return permission_denied(request)
    numbers = {number for number in request.GET.getlist("id") if number.isdecimal()}
    asked = model._default_manager.filter(
        pk__in=[number for number in numbers if len(number) < MAX_DIGITS]
    )
    theirs = policy.instances_user_has_any_permission_for(request.user, [*CHANGING, *SEEING])
    if asked.exclude(pk__in=theirs.order_by().values("pk")).exists():
        raise Http404
    return bulk_action.index(request, app_label, model_name, action)


urlpatterns = [
    path(
        "bulk/<str:app_label>/<str:model_name>/<str:action>/",
        require_admin_access(act_on_several),
    ),
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
