"""What runs the site, in Wagtail's admin."""

from django.http import Http404
from django.templatetags.static import static
from django.urls import path
from django.utils.html import format_html
from wagtail import hooks
from wagtail.permissions import policy_registry
from wagtail.snippets.models import register_snippet

from cms.admin_urls import choosable
from cms.blocks.rich_text import SharedDocumentLinkHandler, SharedPageLinkHandler
from cms.linking.sources import is_shown
from cms.viewsets import broken_links, missed, readability, starters
from cms.viewsets.alerts import AlertViewSet, DeleteAlertsBulkAction
from cms.viewsets.categories import NewsCategoryViewSet
from cms.viewsets.dashboard import DashboardPanel
from cms.viewsets.promotions import DeletePromotionsBulkAction, SearchGroup
from cms.viewsets.structure_news import (
    DeleteNewsBulkAction,
    PublishNewsBulkAction,
    StructureNewsViewSet,
    UnpublishNewsBulkAction,
)
from cms.viewsets.submissions import readable_forms
from cms.viewsets.territories import SiteTerritoryViewSet
from cms.viewsets.userbar import check_everything

register_snippet(StructureNewsViewSet)
register_snippet(AlertViewSet)
register_snippet(SearchGroup)
for action in (
    DeleteAlertsBulkAction,
    DeletePromotionsBulkAction,
    PublishNewsBulkAction,
    UnpublishNewsBulkAction,
    DeleteNewsBulkAction,
):
    hooks.register("register_bulk_action", action, order=100)
for viewset in (NewsCategoryViewSet, SiteTerritoryViewSet):
    hooks.register("register_admin_viewset", viewset)
hooks.register("construct_wagtail_userbar", check_everything)
hooks.register(
    "insert_global_admin_css",
    lambda: format_html('<link rel="stylesheet" href="{}">', static("cms/admin.css")),
)
for item in (broken_links.menu_item, readability.menu_item, *missed.menu_items):
    hooks.register("register_reports_menu_item", lambda item=item: item)


@hooks.register("register_admin_urls")
def register_reports():
    reports = {
        "adresses-introuvables": missed.MissedAddressesView,
        "facilite-de-lecture": readability.ReadabilityView,
        "liens-casses": broken_links.BrokenLinksView,
        "recherches-sans-resultat": missed.MissedSearchesView,
    }
    redirect = missed.RedirectMissedView
    return [
        *(
            path(f"rapports/{folder}/", view.as_view(), name=view.index_url_name)
            for folder, view in reports.items()
        ),
        *(
            path(
                f"rapports/{folder}/resultats/",
                view.as_view(results_only=True),
                name=view.index_results_url_name,
            )
            for folder, view in reports.items()
        ),
        path(
            "rapports/adresses-introuvables/rediriger/",
            redirect.as_view(),
            name=redirect.add_url_name,
        ),
        path(
            "rapports/liens-casses/verifier/",
            broken_links.LookAgainView.as_view(),
            name="cms_look_again",
        ),
    ]


hooks.register("register_admin_menu_item", lambda: starters.menu_item)
hooks.register("register_page_header_buttons", starters.buttons)


@hooks.register("register_admin_urls")
def register_starters():
    return [path("modeles/", starters.StartersView.as_view(), name=starters.URL_NAME)]


hooks.register("filter_form_submissions_for_user", readable_forms)
hooks.register("construct_page_chooser_queryset", choosable)


@hooks.register("before_serve_document")
def keep_unpublished_documents(document, request):
    """A document that nothing public leads to is for those who may choose it.

    Its address is easily guessed: a number, and the name of the file. Wagtail looks after those
    of private collections.
    """
    policy = policy_registry.get(document)
    may_choose = policy.user_has_permission_for_instance(request.user, "choose", document)
    if not may_choose and not is_shown(document):
        raise Http404


@hooks.register("construct_homepage_panels")
def add_dashboard(request, panels):
    panels.append(DashboardPanel(request.user))


@hooks.register("register_rich_text_features", order=1_000)
def share_links(features):
    """After Wagtail's own, which they take the place of."""
    features.register_link_type(SharedPageLinkHandler)
    features.register_link_type(SharedDocumentLinkHandler)
