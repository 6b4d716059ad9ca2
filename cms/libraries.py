"""Images and documents: each structure and each network has its own, made by itself.

Who may do what in them follows memberships, as everywhere else; what is in no library is shared:
whoever may choose images finds those too, and those who speak for everybody keep them.
"""

from django.db import transaction
from django.db.models import Q
from django.db.models.signals import post_save
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection
from wagtail.permissions import register_permission_policy

from catalogue.models import Membership, Network, Structure
from catalogue.permissions import MembershipPermissionPolicy
from cms.models import Library
from cms.querysets import SPEAKS_FOR_ALL

MAX_NAME = Collection._meta.get_field("name").max_length


class LibraryPermissionPolicy(MembershipPermissionPolicy):
    """For images and documents: where they are says whose they are."""

    def collections_user_has_permission_for(self, user, action):
        return self.collections_user_has_any_permission_for(user, [action])

    def collections_user_has_any_permission_for(self, user, actions):
        if not user.is_active:
            return Collection.objects.none()
        if user.is_superuser:
            return Collection.objects.all()
        memberships = self.memberships_allowing(user, actions)
        reach = Library.objects.visible_to(user, memberships).holding()
        if self.reaches_shared(user, actions):
            reach |= ~Q(Library.objects.holding())
        return Collection.objects.filter(reach)

    def reaches_shared(self, user, actions):
        """Anybody who chooses chooses there; to change what is everybody's, one speaks for all."""
        changing = set(actions) - {"choose"}
        return (
            "choose" in actions and self.memberships_allowing(user, ["choose"]).exists()
        ) or self.memberships_allowing(user, changing).filter(SPEAKS_FOR_ALL).exists()

    def reaches_place_of(self, user, actions, instance):
        collections = self.collections_user_has_any_permission_for(user, actions)
        return collections.filter(pk=instance.collection_id).exists()

    def instances_user_has_any_permission_for(self, user, actions):
        collections = self.collections_user_has_any_permission_for(user, actions)
        return self.model.objects.filter(collection__in=collections.order_by().values("pk"))


def register_policies():
    """In the place of Wagtail's, which follow permissions given to groups on collections."""
    for model in (get_image_model(), get_document_model()):
        # Exact, as Wagtail registers its own after us.
        register_permission_policy(model, LibraryPermissionPolicy(model), exact_class=True)


# --- Making them


@transaction.atomic
def library_of(holder):
    """Of a structure or of a network; made if there was none, renamed if its name was another."""
    name = str(holder)[:MAX_NAME]
    # Two at once would take the same place in the tree.
    root = Collection.objects.select_for_update().get(depth=1)
    library = Library.objects.filter(**key_of(holder)).select_related("collection").first()
    if library is None:
        return Library.objects.create(collection=root.add_child(name=name), **key_of(holder))
    if library.collection.name != name:
        library.collection.name = name
        library.collection.save(update_fields=["name"])
    return library


def key_of(holder):
    return {"structure" if isinstance(holder, Structure) else "network": holder}


def make_libraries():
    """For all those in which somebody works."""
    for model in (Structure, Network):
        for holder in model.objects.filter(memberships__isnull=False).distinct():
            library_of(holder)


def follow_membership(sender, instance, raw=False, **kwargs):
    if not raw:
        library_of(instance.structure or instance.network)


def connect():
    post_save.connect(follow_membership, sender=Membership, dispatch_uid="libraries")
