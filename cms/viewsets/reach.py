"""What a member of staff may change, of pages and of the catalogue alike, and where."""

from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.models import Page
from wagtail.permissions import policy_registry


def may(user, action, models):
    return any(policy_registry.get_by_type(m).user_has_permission(user, action) for m in models)


def changeable(model, user):
    return policy_registry.get_by_type(model).instances_user_has_permission_for(user, "change")


def edit_url(model, pk):
    if issubclass(model, Page):
        return reverse("wagtailadmin_pages:edit", args=[pk])
    return reverse(model.snippet_viewset.get_url_name("edit"), args=[pk])


def kind(model):
    return _("page") if issubclass(model, Page) else str(model._meta.verbose_name)
