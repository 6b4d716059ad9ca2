"""Who may do what to which object: Wagtail's permission policies, on top of memberships.

Three steps, each one definition:
- a role's Wagtail group says which actions the role allows (migration `0002_roles`);
- a membership gives the role in one structure, or in every structure of a network;
- `visible_to` says which rows are in there.

Wagtail asks these policies everywhere, so nothing is allowed that one of them has not allowed.
"""

from collections import defaultdict

from django.contrib.auth import get_permission_codename, get_user_model
from django.contrib.auth.models import Permission
from django.db.models import Q
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy

from catalogue import models
from catalogue.models import Role
from catalogue.querysets import VisibleQuerySet

WRITING = {"add", "change", "delete", "publish", "lock", "unlock"}


class MembershipPermissionPolicy(ModelPermissionPolicy):
    """An action is allowed where a membership reaches, if the role of that membership allows it."""

    # Wagtail keeps the answer on the user object, that is for the time of a request.
    permission_cache_name = "_membership_permissions"

    def __init__(self, model, network_actions=frozenset()):
        """`network_actions` are for members of a network, never for those of one structure."""
        super().__init__(model)
        self.network_actions = network_actions

    def get_all_permissions_for_user(self, user):
        """What the user's memberships allow:
        {(app label, codename): {(role, whether it is held in a network)}}.

        Kept by permission, since a page of the admin asks about a dozen of them, menu included.
        """
        held = defaultdict(set)
        for role, network in user.memberships.values_list("role", "network"):
            held[str(Role(role).label)].add((role, network is not None))
        allowed = Permission.objects.filter(group__name__in=list(held)).values_list(
            "group__name", "content_type__app_label", "codename"
        )
        permissions = defaultdict(set)
        for group, app_label, codename in allowed:
            permissions[app_label, codename] |= held[group]
        return dict(permissions)

    def allowing(self, user, actions):
        """The (role, whether in a network) under which the user may do one of these actions."""
        permissions = self.get_cached_permissions_for_user(user)
        allowing = set()
        for action in actions:
            codename = self._get_permission_codename(action)
            allowing |= {
                (role, in_network)
                for role, in_network in permissions.get((self.app_label, codename), ())
                if in_network or action not in self.network_actions
            }
        return allowing

    def memberships_allowing(self, user, actions):
        """The memberships under which the user may do one of these actions."""
        allowing = self.allowing(user, actions)
        return user.memberships.filter(
            Q(role__in=[role for role, in_network in allowing if in_network], network__isnull=False)
            | Q(
                role__in=[role for role, in_network in allowing if not in_network],
                structure__isnull=False,
            )
        )

    # The questions that Wagtail asks.

    def user_has_permission(self, user, action):
        return self.user_has_any_permission(user, [action])

    def user_has_any_permission(self, user, actions):
        if user.is_superuser or not user.is_active:
            return user.is_active
        return bool(self.allowing(user, actions))

    def instances_user_has_any_permission_for(self, user, actions):
        """Superusers and inactive users are the business of `visible_to`."""
        return self.model._default_manager.visible_to(
            user, self.memberships_allowing(user, actions) if user.is_active else None
        )

    def user_has_permission_for_instance(self, user, action, instance):
        return self.user_has_any_permission_for_instance(user, [action], instance)

    def user_has_any_permission_for_instance(self, user, actions, instance):
        """What counts is the row, not a draft of it that names another structure. What has no row
        yet is where it says that it will be."""
        if instance.pk is None:
            return self.user_has_any_permission(user, actions) and self.reaches_place_of(
                user, actions, instance
            )
        allowed = self.instances_user_has_any_permission_for(user, actions)
        return allowed.filter(pk=instance.pk).exists()

    def reaches_place_of(self, user, actions, instance):
        """Whether all that an object names is where the person may do this: what forms ask of each
        choice (`CatalogueForm`)."""
        memberships = self.memberships_allowing(user, actions)
        named = [
            (field.related_model._default_manager.all(), getattr(instance, field.attname))
            for field in instance._meta.concrete_fields
            if field.is_relation
        ]
        return all(
            rows.visible_to(user, memberships).filter(pk=key).exists()
            for rows, key in named
            if key is not None and isinstance(rows, VisibleQuerySet)
        )


def colleagues_who_may(action, held):
    """The people whose role, in the very structure or network that holds it, allows this.

    Those above may as well: they look when they wish, and aren't called.
    """
    return people_who_may(action, held, structure=held.structure, network=held.network)


def nearest_who_may(action, instance):
    """The people to call about it: those of its structure, or of its network where no role there
    allows this, or of the network above. About what has no structure: those of the networks.
    """
    is_structure = isinstance(instance, models.Structure)
    structure = instance if is_structure else getattr(instance, "structure", None)
    network = structure.network if structure else None
    places = [{"structure": structure}] if structure else []
    while network:
        places.append({"network": network})
        network = network.parent
    for place in places or [{"network__isnull": False}]:
        people = people_who_may(action, instance, **place)
        if people.exists():
            break
    return people


def people_who_may(action, instance, **place):
    """The people whose role allows this, in the place where they have it."""
    allowing = Permission.objects.filter(
        codename=get_permission_codename(action, instance._meta),
        content_type__app_label=instance._meta.app_label,
    )
    groups = set(allowing.values_list("group__name", flat=True))
    memberships = models.Membership.objects.filter(
        role__in=[role for role in Role if str(role.label) in groups], **place
    )
    people = get_user_model().objects.filter(
        is_active=True, pk__in=memberships.order_by().values("user")
    )
    return people.order_by("email")


def register_policies():
    """What everybody shares is changed by those to whom a network is entrusted."""
    for model, network_actions in (
        (models.Commune, WRITING),
        (models.Network, WRITING),
        (models.Theme, WRITING),
        (models.Scheme, WRITING),
        (models.Synonym, WRITING),
        (models.Partner, {"delete"}),
        (models.Agreement, set()),
        (models.Structure, {"add", "delete"}),
        (models.ReceptionSite, set()),
        (models.Coverage, set()),
        (models.Offer, set()),
        (models.OfferSession, set()),
        (models.Membership, set()),
    ):
        register_permission_policy(model, MembershipPermissionPolicy(model, network_actions))
