"""What runs the site, in Wagtail's admin."""

from django.urls import path
from wagtail import hooks
from wagtail.snippets.models import register_snippet

from cms.viewsets import missed
from cms.viewsets.alerts import AlertViewSet, DeleteAlertsBulkAction
from cms.viewsets.categories import NewsCategoryViewSet
from cms.viewsets.promotions import DeletePromotionsBulkAction, SearchGroup

register_snippet(AlertViewSet)
register_snippet(SearchGroup)
for action in (DeleteAlertsBulkAction, DeletePromotionsBulkAction):
    hooks.register("register_bulk_action", action, order=100)
hooks.register("register_admin_viewset", NewsCategoryViewSet)
hooks.register("register_reports_menu_item", lambda: missed.menu_item)


@hooks.register("register_admin_urls")
def register_missed_addresses():
    prefix = "rapports/adresses-introuvables/"
    results = missed.MissedAddressesView.as_view(results_only=True)
    return [
        path(prefix, missed.MissedAddressesView.as_view(), name="cms_missed"),
        path(f"{prefix}resultats/", results, name="cms_missed_results"),
        path(
            f"{prefix}rediriger/", missed.RedirectMissedView.as_view(), name="cms_redirect_missed"
        ),
    ]
