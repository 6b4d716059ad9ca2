"""Who may enter, submit, reopen, remind: memberships, as for the catalogue.

What a role may do is in `activity/migrations/0002_roles.py`. A region reads its structures' figures
and reminds them; only they write them, and the national union.
"""

from collections import defaultdict

from django.contrib.auth import get_permission_codename
from django.contrib.auth.models import Group
from django.db.models import Q
from wagtail.permissions import register_permission_policy

from accounts.models import User
from activity import models
from catalogue.models import Membership, Role, Structure
from catalogue.permissions import MembershipPermissionPolicy

#: What a network doesn't do in its structures' place.
LOCAL_ACTIONS = {"add", "change", "delete", "submit", "reopen"}
NATIONAL = Q(network__isnull=False, network__parent__isnull=True)


class ActivityPermissionPolicy(MembershipPermissionPolicy):
    """In a network, some actions are for members of the national one."""

    def __init__(self, model, national_actions=frozenset(), **options):
        super().__init__(model, **options)
        self.national_actions = national_actions

    def memberships_allowing(self, user, actions):
        memberships = user.memberships.none()
        for action in actions:
            allowed = super().memberships_allowing(user, [action])
            if action in self.national_actions:
                allowed = allowed.filter(NATIONAL | Q(structure__isnull=False))
            memberships = memberships | allowed
        return memberships

    def user_has_any_permission(self, user, actions):
        """Each page's menu asks: no query, unless the answer hangs on which network it is."""
        if user.is_superuser or not user.is_active:
            return user.is_active
        if self.allowing(user, [one for one in actions if one not in self.national_actions]):
            return True
        allowing = self.allowing(user, actions)
        if all(in_network for _role, in_network in allowing):
            return bool(allowing) and self.memberships_allowing(user, actions).exists()
        return True


record_policy = ActivityPermissionPolicy(models.ActivityRecord, LOCAL_ACTIONS)
correction_policy = ActivityPermissionPolicy(models.Correction, LOCAL_ACTIONS)
report_policy = ActivityPermissionPolicy(models.Report, LOCAL_ACTIONS)
target_policy = ActivityPermissionPolicy(models.Target)
population_policy = ActivityPermissionPolicy(models.YoungPopulation)
indicator_policy = ActivityPermissionPolicy(
    models.Indicator, LOCAL_ACTIONS, network_actions=LOCAL_ACTIONS
)


def register_policies():
    for policy in (
        record_policy,
        correction_policy,
        report_policy,
        target_policy,
        population_policy,
        indicator_policy,
    ):
        register_permission_policy(policy.model, policy)


def structures_where(user, action, policy=record_policy):
    """The structures in which the person may do this: `view`, `change` (enter figures), or with
    `report_policy` `submit`, `reopen` and `remind`."""
    if not user.is_active:
        return Structure.objects.none()
    return Structure.objects.visible_to(user, policy.memberships_allowing(user, [action]))


def readable_structures(user):
    """Whose figures the person may read."""
    return structures_where(user, "view")


def readable_records(user):
    return record_policy.instances_user_has_any_permission_for(user, ["view"])


def readable_reports(user):
    return report_policy.instances_user_has_any_permission_for(user, ["view"])


def may_enter(user, structure):
    return structures_where(user, "change").filter(pk=structure.pk).exists()


def may_submit(user, structure):
    return structures_where(user, "submit", report_policy).filter(pk=structure.pk).exists()


def may_reopen(user, structure):
    return structures_where(user, "reopen", report_policy).filter(pk=structure.pk).exists()


def remindable_structures(user):
    return structures_where(user, "remind", report_policy)


def structures_with_targets(user):
    """Whose targets the person may read."""
    return structures_where(user, "view", target_policy)


def readable_targets(user):
    return target_policy.instances_user_has_any_permission_for(user, ["view"])


def may_set_targets(user, structure):
    return structures_where(user, "change", target_policy).filter(pk=structure.pk).exists()


def roles_allowing(policy, action):
    """The roles whose group may do this."""
    groups = Group.objects.filter(
        permissions__content_type__app_label=policy.app_label,
        permissions__codename=get_permission_codename(action, policy.model._meta),
    )
    names = set(groups.values_list("name", flat=True))
    return [role for role in Role if str(role.label) in names]


def people_who_enter(structures):
    """{structure's key: accounts}: members of each structure who enter its figures, each once.

    Those of its networks, some of whom may as well, aren't the ones to ask.
    """
    memberships = Membership.objects.filter(
        structure__in=structures,
        role__in=roles_allowing(record_policy, "change"),
        user__is_active=True,
    ).select_related("user")
    found = defaultdict(dict)
    for membership in memberships.order_by("user__email", "pk"):
        found[membership.structure_id][membership.user_id] = membership.user
    return {structure: list(users.values()) for structure, users in found.items()}


def coordinators():
    """Members of networks who remind their structures."""
    memberships = Membership.objects.filter(
        network__isnull=False, role__in=roles_allowing(report_policy, "remind")
    )
    return User.objects.filter(is_active=True, pk__in=memberships.values("user"))
