"""Activity in Wagtail's admin: a menu, pages, its settings, and a box in people's own account."""

from django.forms import ModelForm
from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem
from wagtail.admin.views.account import BaseSettingsPanel, notifications_tab
from wagtail.admin.widgets.button import Button
from wagtail.snippets.models import register_snippet

from accounts.models import User
from activity.models import Indicator, YoungPopulation
from activity.permissions import record_policy, report_policy, target_policy
from activity.viewsets import IndicatorViewSet, YoungPopulationViewSet
from catalogue.models import Agreement
from catalogue.viewsets.bulk_actions import DeleteBulkAction

register_snippet(IndicatorViewSet)
register_snippet(YoungPopulationViewSet)


@hooks.register("register_bulk_action", order=100)
class DeleteActivityBulkAction(DeleteBulkAction):
    """In the place of Wagtail's own, as for the catalogue."""

    models = [Indicator, YoungPopulation]


class ActivityMenuItem(MenuItem):
    """Shown to whom a permission policy lets do something."""

    def __init__(self, *args, policy=record_policy, action="view", **options):
        super().__init__(*args, **options)
        self.policy, self.action = policy, action

    def is_shown(self, request):
        return self.policy.user_has_permission(request.user, self.action)


@hooks.register("register_admin_urls")
def register_pages():
    return [path("activite/", include("activity.urls"))]


@hooks.register("register_admin_menu_item")
def register_menu():
    pages = [
        ActivityMenuItem(
            _("Tableau de bord"),
            reverse("activity:dashboard"),
            name="activity-dashboard",
            icon_name="desktop",
            order=10,
        ),
        ActivityMenuItem(
            _("Saisie"),
            reverse("activity:entry"),
            name="activity-entry",
            icon_name="edit",
            order=20,
        ),
        ActivityMenuItem(
            _("Saisies en retard"),
            reverse("activity:late"),
            name="activity-late",
            icon_name="time",
            order=30,
            policy=report_policy,
            action="remind",
        ),
        ActivityMenuItem(
            _("Objectifs"),
            reverse("activity:targets"),
            name="activity-targets",
            icon_name="tasks",
            order=40,
            policy=target_policy,
        ),
    ]
    return SubmenuMenuItem(
        _("Activité"), Menu(items=pages), name="activity", icon_name="table", order=170
    )


class DigestForm(ModelForm):
    class Meta:
        model = User
        fields = ["wants_digest"]


@hooks.register("register_account_settings_panel")
class DigestPanel(BaseSettingsPanel):
    """For those who would receive it."""

    name = "activity-digest"
    title = _("Activité")
    tab = notifications_tab
    order = 200
    form_class = DigestForm

    def is_active(self):
        return report_policy.user_has_permission(self.user, "remind")


@hooks.register("register_snippet_listing_buttons")
def register_review_button(snippet, user, next_url=None):
    """Whoever sees an agreement in the list may read what became of it."""
    if isinstance(snippet, Agreement):
        url = reverse("activity:review-now", args=[snippet.pk])
        yield Button(_("Bilan de l’année"), url, icon_name="table", priority=5)
