"""The catalogue in Wagtail's admin."""

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from catalogue.views.agreements import internal_document
from catalogue.viewsets import bulk_actions
from catalogue.viewsets.agreements import AgreementViewSet
from catalogue.viewsets.geography import commune_chooser
from catalogue.viewsets.memberships import MembershipViewSet
from catalogue.viewsets.networks import CoverageViewSet, NetworkViewSet, StructureViewSet
from catalogue.viewsets.offers import OfferViewSet
from catalogue.viewsets.partners import PartnerViewSet
from catalogue.viewsets.reports import QualityMenuItem, QualityView
from catalogue.viewsets.schemes import SchemeViewSet, ThemeViewSet
from catalogue.viewsets.sites import ReceptionSiteViewSet
from catalogue.viewsets.summary import add_summary_items


class CatalogueGroup(SnippetViewSetGroup):
    menu_label = _("Catalogue")
    menu_icon = "list-ul"
    menu_order = 150
    items = (
        OfferViewSet,
        ReceptionSiteViewSet,
        StructureViewSet,
        CoverageViewSet,
        PartnerViewSet,
        AgreementViewSet,
        SchemeViewSet,
        ThemeViewSet,
        NetworkViewSet,
    )


register_snippet(CatalogueGroup)
register_snippet(MembershipViewSet)
hooks.register("construct_homepage_summary_items", add_summary_items)


@hooks.register("register_admin_viewset")
def register_commune_chooser():
    return commune_chooser


# After Wagtail's own actions, to take the place of the one that deletes.
for action in bulk_actions.ACTIONS:
    hooks.register("register_bulk_action", action, order=100)


@hooks.register("register_log_actions")
def register_check(actions):
    actions.register_action("catalogue.check", _("Vérifier"), _("Vérifié"))


@hooks.register("register_admin_urls")
def register_quality_report():
    return [
        path("rapports/qualite/", QualityView.as_view(), name="catalogue_quality"),
        path(
            "rapports/qualite/resultats/",
            QualityView.as_view(results_only=True),
            name="catalogue_quality_results",
        ),
    ]


@hooks.register("register_admin_urls")
def register_agreement_documents():
    return [
        path(
            "conventions/documents/<int:pk>/",
            internal_document,
            name="catalogue_agreement_document",
        )
    ]


@hooks.register("register_reports_menu_item")
def register_quality_menu_item():
    return QualityMenuItem(
        _("Qualité du catalogue"),
        reverse("catalogue_quality"),
        name="catalogue-quality",
        icon_name="circle-check",
        order=100,
    )


@hooks.register("construct_reports_menu")
def hide_reports_for_superusers(request, menu_items):
    """Those that `catalogue.admin_urls` refuses."""
    if not request.user.is_superuser:
        hidden = {"site-history", "workflows", "workflow-tasks"}
        menu_items[:] = [item for item in menu_items if item.name not in hidden]


@hooks.register("construct_help_menu")
def hide_help_in_english(request, menu_items):
    """Wagtail's guide and news are in English, and on its own site."""
    menu_items[:] = [
        item for item in menu_items if not item.name.startswith(("whats-new", "editor-guide"))
    ]
