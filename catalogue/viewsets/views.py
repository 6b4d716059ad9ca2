"""Wagtail's snippet views, made to ask about the object at hand and not about its model alone."""

from django import forms
from django.contrib.admin.utils import unquote
from django.db.models import Prefetch
from django.http import Http404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.side_panels import BaseSidePanel
from wagtail.admin.utils import set_query_params
from wagtail.models import WorkflowMixin, WorkflowState
from wagtail.permissions import policy_registry
from wagtail.search.index import class_is_indexed
from wagtail.snippets.views import snippets

from catalogue import quality, search
from catalogue.spreadsheets import SpreadsheetMixin, yes_or_no

SEEING = ["view", "add", "change", "delete"]
EMPTY = (None, "", "-")


def visible_objects(model, user):
    """What the person may do something with, be it only look."""
    policy = policy_registry.get_by_type(model)
    return policy.instances_user_has_any_permission_for(user, SEEING)


def find(objects, key):
    """The one that an address names. A key that nothing has, or could have, leads nowhere."""
    try:
        return forms.ModelChoiceField(objects).clean(key)
    except forms.ValidationError as error:
        raise Http404 from error


class PolicyForObject:
    """A permission policy whose every answer is about one object.

    Many of Wagtail's views about an object only ask what the user may do to its model.
    """

    def __init__(self, policy, instance):
        self.policy = policy
        self.instance = instance

    def user_has_permission(self, user, action):
        return self.policy.user_has_permission_for_instance(user, action, self.instance)

    def user_has_any_permission(self, user, actions):
        return self.policy.user_has_any_permission_for_instance(user, actions, self.instance)

    def __getattr__(self, name):
        return getattr(self.policy, name)


class ObjectPermissionMixin:
    """Put in front of every view: an object out of reach doesn't exist, whatever the view does."""

    def setup(self, request, *args, **kwargs):
        if pk := kwargs.get("pk"):
            instance = find(visible_objects(self.model, request.user), unquote(str(pk)))
            policy = policy_registry.get_by_type(self.model)
            self.permission_policy = PolicyForObject(policy, instance)
        super().setup(request, *args, **kwargs)


class IndexView(SpreadsheetMixin, snippets.IndexView):
    """The rows within reach, each with the links that are allowed on it."""

    any_permission_required = SEEING

    #: Foreign keys that the columns show.
    related = ()

    def get_base_queryset(self):
        visible = self.permission_policy.instances_user_has_any_permission_for(
            self.request.user, SEEING
        )
        if self.is_export:
            return self.resource_class.with_related(visible)
        if issubclass(self.model, WorkflowMixin):  # and with it drafts
            visible = visible.select_related("latest_revision").prefetch_related(
                Prefetch(
                    "_workflow_states",
                    WorkflowState.objects.active().select_related("current_task_state__task"),
                    to_attr="_current_workflow_states",
                )
            )
        return visible.select_related(*self.related) if self.related else visible

    def search_queryset(self, queryset):
        """Wagtail hands the filters over to the search backend, which knows few of them."""
        if self.is_searching and class_is_indexed(self.model):
            return search.typed(queryset, self.search_query)
        return super().search_queryset(queryset)

    def get_table(self, object_list):
        self.shown = [instance.pk for instance in object_list]
        return super().get_table(object_list)

    def get_edit_url(self, instance):
        return super().get_edit_url(instance) if instance.pk in self.changeable else None

    def get_delete_url(self, instance):
        return super().get_delete_url(instance) if instance.pk in self.deletable else None

    @cached_property
    def changeable(self):
        return self.shown_allowing("change")

    @cached_property
    def deletable(self):
        return self.shown_allowing("delete")

    def shown_allowing(self, action):
        allowed = self.permission_policy.instances_user_has_permission_for(
            self.request.user, action
        )
        return set(allowed.filter(pk__in=self.shown).values_list("pk", flat=True))


class QualitySidePanel(BaseSidePanel):
    """When the object was last checked, what it lacks, and a way to say that it is right."""

    class SidePanelToggle(BaseSidePanel.SidePanelToggle):
        aria_label = _("Vérification")
        icon_name = "circle-check"
        counter_classname = "w-bg-critical-200"

        def get_context_data(self, parent_context):
            return {**super().get_context_data(parent_context), "count": self.panel.problems}

    name = "quality"
    title = _("Vérification")
    template_name = "catalogue/admin/quality_side_panel.html"
    order = 150

    def __init__(self, instance, request):
        super().__init__(instance, request)
        self.overdue = quality.overdue(instance.checked_on)
        self.gaps = quality.gaps_of(instance)
        self.problems = len(self.gaps) + self.overdue
        check = reverse(
            "wagtail_bulk_action",
            args=[instance._meta.app_label, instance._meta.model_name, "check"],
        )
        self.check_url = set_query_params(check, {"id": instance.pk, "next": request.path})


class EditView(snippets.EditView):
    def get_side_panels(self):
        panels = super().get_side_panels()
        if hasattr(self.object, "checked_on"):
            panels.append(QualitySidePanel(self.live_object, self.request))
        return panels


class InspectView(snippets.InspectView):
    """What is filled in, in words; Wagtail shows every column, and Python's None and True."""

    def get_fields_context(self):
        return [field for field in super().get_fields_context() if field["value"] not in EMPTY]

    def get_field_display_value(self, field_name, field):
        value = super().get_field_display_value(field_name, field)
        return yes_or_no(value) if isinstance(value, bool) else value
