"""Tells people that a draft waits for them; Wagtail tells its author what became of it.

The words are in `wagtailadmin/notifications/`, in the place of Wagtail's own. Each person may
switch them off in their account, under "Notifications".
"""

from django.contrib.auth import get_user_model
from wagtail.admin.mail import GroupApprovalTaskStateSubmissionEmailNotifier
from wagtail.models import Page, TaskState
from wagtail.permissions import policy_registry
from wagtail.signals import task_submitted

from catalogue.models import ReviewTask
from catalogue.permissions import nearest_who_may


class ReviewNotifier(GroupApprovalTaskStateSubmissionEmailNotifier):
    """Wagtail's, for our task: it only knows those that name groups."""

    def can_handle(self, instance, **kwargs):
        return isinstance(instance.task.specific, ReviewTask)

    def get_recipient_users(self, task_state, *, user=None, **kwargs):
        """Everybody but the person who asks; superusers where nobody else could publish it."""
        asked = reviewers(task_state.workflow_state.content_object)
        if not asked.exists():
            asked = get_user_model().objects.filter(is_superuser=True, is_active=True)
        return asked.exclude(pk=user.pk) if user else asked


def reviewers(instance):
    if isinstance(instance, Page):
        return policy_registry.get(instance).users_with_permission_for_instance(
            "publish", instance, include_superusers=False
        )
    return nearest_who_may("publish", instance)


notify = ReviewNotifier()


def connect():
    task_submitted.connect(notify, sender=TaskState, dispatch_uid="catalogue_review_submitted")
