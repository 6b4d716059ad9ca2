"""Who may send files, apply them and take them back: memberships, as for the catalogue."""

from wagtail.permissions import register_permission_policy

from catalogue.permissions import MembershipPermissionPolicy
from imports import targets
from imports.models import Feed, ImportBatch

feed_policy = MembershipPermissionPolicy(Feed)
batch_policy = MembershipPermissionPolicy(ImportBatch)


def register_policies():
    for policy in (feed_policy, batch_policy):
        register_permission_policy(policy.model, policy)


def may_use(user, feed):
    """Whether the person may send a file to the feed, apply its imports and take them back.

    They may where a role lets them import and, for a target with a policy, where a role also lets
    them change the target's objects by hand.
    """
    if not user.is_active:
        return False
    # An edited feed that isn't saved yet may name another target: then nobody may use it.
    feeds = Feed.objects.filter(pk=feed.pk, target=feed.target)
    feeds = feeds.visible_to(user, batch_policy.memberships_allowing(user, ["add"]))
    policy = targets.get(feed.target).policy if feed.is_supported else None
    if policy:
        feeds = feeds.visible_to(user, policy.memberships_allowing(user, ["change"]))
    return feeds.exists()


def readable_feeds(user):
    return feed_policy.instances_user_has_any_permission_for(user, ["view"])


def readable_batches(user):
    """An adviser is a member too, and sees nothing here: the role decides, then the place."""
    return batch_policy.instances_user_has_any_permission_for(user, ["view"])
