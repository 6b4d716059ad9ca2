"""What can be done to several objects of a listing at once."""

from django.contrib.admin.utils import quote
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.snippets.bulk_actions import DeleteBulkAction as WagtailDeleteBulkAction
from wagtail.snippets.bulk_actions.snippet_bulk_action import SnippetBulkAction

from catalogue import models, quality
from catalogue.viewsets.views import SEEING

WITH_DRAFTS = [models.Structure, models.ReceptionSite, models.Scheme, models.Partner, models.Offer]
CHECKED = [*WITH_DRAFTS, models.Network, models.Coverage, models.Agreement]


class WithinReachMixin:
    """Acts on what the person may see, and among it on what they may do this to.

    Objects out of reach aren't even named in the refusal.
    """

    #: What one must be allowed to do to an object.
    permission = None

    def get_actionable_objects(self):
        allowed = self.permission_policy.instances_user_has_permission_for(
            self.request.user, self.permission
        ).filter(pk__in=[instance.pk for instance in self.chosen])
        allowed = set(allowed.values_list("pk", flat=True))
        actionable, refused = [], []
        for instance in self.chosen:
            free = instance.pk in allowed and not self.is_locked(instance)
            (actionable if free else refused).append(instance)
        return actionable, {"items_with_no_access": refused}

    @cached_property
    def chosen(self):
        ids = self.request.GET.getlist("id")
        if "all" in ids:
            return list(self.listing())
        return list(
            self.permission_policy.instances_user_has_any_permission_for(
                self.request.user, SEEING
            ).filter(pk__in=[pk for pk in ids if pk.isdecimal() and len(pk) < 19])
        )

    def listing(self):
        """The whole listing as it was searched and filtered: its parameters are in our address.

        Wagtail would take every object of the model.
        """
        index = self.model.snippet_viewset.index_view
        view = index.view_class(**index.view_initkwargs)
        view.setup(self.request)
        return view.get_queryset()

    def is_locked(self, instance):
        lock = instance.get_lock() if hasattr(instance, "get_lock") else None
        return bool(lock and lock.for_user(self.request.user))

    def object_context(self, instance):
        """All these objects are within reach: no need to ask about each again."""
        url = reverse(self.model.snippet_viewset.get_url_name("inspect"), args=[quote(instance.pk)])
        return {**super().object_context(instance), "edit_url": url}


class CatalogueBulkAction(WithinReachMixin, SnippetBulkAction):
    """An action of ours, with its sentences; Wagtail's own bring their templates."""

    template_name = "catalogue/admin/confirm_bulk_action.html"
    question = ""
    refusal = ""

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            action_name=self.display_name, question=self.question, refusal=self.refusal, **kwargs
        )

    def get_execution_context(self):
        return {**super().get_execution_context(), "user": self.request.user}


class CheckBulkAction(CatalogueBulkAction):
    models = CHECKED
    permission = "change"
    display_name = _("Vérifié aujourd’hui")
    aria_label = _("Noter comme vérifiés aujourd’hui")
    action_type = "check"
    action_priority = 10
    question = _("Avez-vous vérifié ces informations à la source ?")
    refusal = _("Vous ne pouvez pas modifier :")

    @classmethod
    def execute_action(cls, objects, user=None, **kwargs):
        quality.mark_checked(objects, user)
        return len(objects), 0

    def get_success_message(self, num_parent_objects, num_child_objects):
        return ngettext(
            "%(count)d objet vérifié aujourd’hui.",
            "%(count)d objets vérifiés aujourd’hui.",
            num_parent_objects,
        ) % {"count": num_parent_objects}


class PublishBulkAction(CatalogueBulkAction):
    models = WITH_DRAFTS
    permission = "publish"
    display_name = _("Publier")
    aria_label = _("Publier la sélection")
    action_type = "publish"
    action_priority = 20
    question = _("Publier la dernière version de chacun ?")
    refusal = _("Vous ne pouvez pas publier :")

    @classmethod
    def execute_action(cls, objects, user=None, **kwargs):
        for instance in objects:
            revision = instance.latest_revision or instance.save_revision(user=user)
            revision.publish(user=user)
        return len(objects), 0

    def get_success_message(self, num_parent_objects, num_child_objects):
        return ngettext(
            "%(count)d objet publié.", "%(count)d objets publiés.", num_parent_objects
        ) % {"count": num_parent_objects}


class UnpublishBulkAction(CatalogueBulkAction):
    models = WITH_DRAFTS
    permission = "publish"
    display_name = _("Dépublier")
    aria_label = _("Dépublier la sélection")
    action_type = "unpublish"
    action_priority = 25
    question = _("Retirer ces objets du site public ?")
    refusal = _("Vous ne pouvez pas dépublier :")

    @classmethod
    def execute_action(cls, objects, user=None, **kwargs):
        for instance in objects:
            instance.unpublish(user=user)
        return len(objects), 0

    def get_success_message(self, num_parent_objects, num_child_objects):
        return ngettext(
            "%(count)d objet dépublié.", "%(count)d objets dépubliés.", num_parent_objects
        ) % {"count": num_parent_objects}


class DeleteBulkAction(WithinReachMixin, WagtailDeleteBulkAction):
    """In the place of Wagtail's, which looks at any object and selects whatever the filters."""

    models = [*CHECKED, models.Theme, models.Synonym, models.Membership]
    permission = "delete"

    @cached_property
    def _actionable_objects(self):
        return WithinReachMixin.get_actionable_objects(self)


ACTIONS = [CheckBulkAction, PublishBulkAction, UnpublishBulkAction, DeleteBulkAction]
