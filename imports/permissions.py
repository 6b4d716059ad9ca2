"""Who may send files, apply them and take them back: memberships, as for the catalogue."""

from django.db.models import Q
from wagtail.permissions import register_permission_policy

from catalogue.permissions import MembershipPermissionPolicy
from imports import targets
from imports.models import Feed, ImportBatch

feed_policy = MembershipPermissionPolicy(Feed)
batch_policy = MembershipPermissionPolicy(ImportBatch)


def register_policies():
    for policy in (feed_policy, batch_policy):
        register_permission_policy(policy.model, policy)


def usable_feeds(user):
    """The feeds to which the person may send a file, whose imports they may apply and take back."""
    if not user.is_active:
        return Feed.objects.none()
    found = Feed.objects.visible_to(user, batch_policy.memberships_allowing(user, ["add"]))
    for target in targets.all_targets():
        if target.policy:
            places = target.policy.memberships_allowing(user, ["change"])
            allowed = Feed.objects.visible_to(user, places).order_by().values("pk")
            found = found.filter(~Q(target=target.code) | Q(pk__in=allowed))
    return found


def may_use(user, feed):
    return usable_feeds(user).filter(pk=feed.pk).exists()


def readable_feeds(user):
    return feed_policy.instances_user_has_any_permission_for(user, ["view"])


def readable_batches(user):
    """An adviser is a member too, and sees nothing here: the role decides, then the place."""
    return batch_policy.instances_user_has_any_permission_for(user, ["view"])
