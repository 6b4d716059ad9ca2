"""What runs the site, in Wagtail's admin."""

from django.urls import path
from wagtail import hooks
from wagtail.snippets.models import register_snippet

from cms.viewsets import missed
from cms.viewsets.alerts import AlertViewSet, DeleteAlertsBulkAction
from cms.viewsets.categories import NewsCategoryViewSet
from cms.viewsets.dashboard import DashboardPanel
from cms.viewsets.promotions import DeletePromotionsBulkAction, SearchGroup

register_snippet(AlertViewSet)
register_snippet(SearchGroup)
for action in (DeleteAlertsBulkAction, DeletePromotionsBulkAction):
    hooks.register("register_bulk_action", action, order=100)
hooks.register("register_admin_viewset", NewsCategoryViewSet)
for item in missed.menu_items:
    hooks.register("register_reports_menu_item", lambda item=item: item)


@hooks.register("register_admin_urls")
def register_reports():
    reports = {
        "adresses-introuvables": missed.MissedAddressesView,
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
    ]


@hooks.register("construct_homepage_panels")
def add_dashboard(request, panels):
    panels.append(DashboardPanel(request.user))
