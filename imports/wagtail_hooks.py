"""Imports in Wagtail's admin: a menu entry, pages, and the settings of feeds."""

from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from imports import history
from imports.permissions import batch_policy
from imports.viewsets import feed_viewset


class ImportsMenuItem(MenuItem):
    def is_shown(self, request):
        return batch_policy.user_has_permission(request.user, "view")


@hooks.register("register_admin_viewset")
def register_feed_viewset():
    return feed_viewset


@hooks.register("register_admin_urls")
def register_pages():
    return [path("imports/", include("imports.urls"))]


@hooks.register("register_log_actions")
def register_actions_of_history(actions):
    history.register_actions(actions)


@hooks.register("register_admin_menu_item")
def register_menu_item():
    return ImportsMenuItem(
        _("Imports"), reverse("imports:feeds"), name="imports", icon_name="upload", order=160
    )
