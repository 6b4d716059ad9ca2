"""A person's Wagtail groups follow their memberships: each role is the group of its name."""

from django.contrib.auth.models import Group
from django.db.models.signals import post_delete, post_save, pre_save

from catalogue.models import Membership, Role


def sync_groups(user):
    """Leaves alone the groups that are not roles."""
    held = {Role(role).label for role in user.memberships.values_list("role", flat=True)}
    user.groups.remove(*user.groups.filter(name__in=set(Role.labels) - held))
    user.groups.add(*Group.objects.filter(name__in=held))


def remember_former_user(sender, instance, **kwargs):
    """A membership handed to somebody else leaves the former holder without it."""
    former = Membership.objects.filter(pk=instance.pk).select_related("user").first()
    instance.former_user = former.user if former else None


def follow_saved_membership(sender, instance, **kwargs):
    for user in {instance.user, instance.former_user} - {None}:
        sync_groups(user)


def follow_deleted_membership(sender, instance, **kwargs):
    """The user may be on the way out too: then there is nothing left to follow."""
    user = type(instance.user).objects.filter(pk=instance.user_id).first()
    if user:
        sync_groups(user)


def connect():
    pre_save.connect(remember_former_user, sender=Membership)
    post_save.connect(follow_saved_membership, sender=Membership)
    post_delete.connect(follow_deleted_membership, sender=Membership)
