"""The review of a draft before it is published, by those who may publish it."""

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Q
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Task, TaskState
from wagtail.permissions import policy_registry

from .base import ReviewedModel


class ReviewTask(Task):
    """A step of a Wagtail workflow.

    Wagtail's own names groups, and lets their members open every object under review.
    Here whoever may publish the object reviews it: for pages Wagtail's permissions say who that
    is, for all the rest the memberships, as everywhere.
    """

    class Meta:
        verbose_name = _("relecture par qui peut publier")
        verbose_name_plural = _("relectures par qui peut publier")

    @classmethod
    def get_description(cls):
        return _("Toute personne qui peut publier l’objet peut l’approuver ou le renvoyer.")

    @staticmethod
    def may_publish(instance, user):
        policy = policy_registry.get(instance)
        return policy.user_has_permission_for_instance(user, "publish", instance)

    def locked_for_user(self, obj, user):
        return not self.may_publish(obj, user)

    def get_actions(self, obj, user):
        if not self.may_publish(obj, user):
            return []
        return [
            ("reject", _("Demander des changements"), True),
            ("approve", _("Approuver"), False),
            ("approve", _("Approuver avec un commentaire"), True),
        ]

    def get_task_states_user_can_moderate(self, user, **kwargs):
        publishable = Q()
        for model in reviewed_models():
            objects = policy_registry.get_by_type(model).instances_user_has_permission_for(
                user, "publish"
            )
            publishable |= Q(
                workflow_state__base_content_type=ContentType.objects.get_for_model(model),
                # Wagtail stores keys as text.
                workflow_state__object_id__in=objects.order_by().values(
                    key=Cast("pk", CharField())
                ),
            )
        return self.task_states.filter(publishable, status=TaskState.STATUS_IN_PROGRESS)


def reviewed_models():
    """All that is drafted, then published: pages count for one."""
    return [Page, *(model for model in apps.get_models() if issubclass(model, ReviewedModel))]
