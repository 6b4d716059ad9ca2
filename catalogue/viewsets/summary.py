"""What a member of staff finds on the admin's first page: their part of the catalogue, counted."""

from django.urls import reverse
from django.utils.text import capfirst
from wagtail.admin.site_summary import SummaryItem
from wagtail.permissions import policy_registry

from catalogue import quality
from catalogue.models import Offer, ReceptionSite, Structure

from .views import SEEING

COUNTED = (Offer, ReceptionSite, Structure)


class ObjectsSummaryItem(SummaryItem):
    """How many objects of a model the user works on, and how many are to be checked again."""

    template_name = "catalogue/admin/summary_item.html"

    def __init__(self, request, model, order):
        super().__init__(request)
        self.model = model
        self.order = order
        self.policy = policy_registry.get_by_type(model)

    def is_shown(self):
        return self.policy.user_has_any_permission(self.request.user, SEEING)

    def get_context_data(self, parent_context):
        objects = self.policy.instances_user_has_any_permission_for(self.request.user, SEEING)
        viewset = self.model.snippet_viewset
        checkable = self.model in quality.GAPS
        return {
            "count": objects.count(),
            "label": capfirst(self.model._meta.verbose_name_plural),
            "icon": viewset.icon,
            "url": reverse(viewset.get_url_name("list")),
            "stale": objects.filter(quality.is_stale()).count() if checkable else 0,
            "report_url": reverse("catalogue_quality") + "?problem=stale",
        }


def add_summary_items(request, items):
    items.extend(
        ObjectsSummaryItem(request, model, order) for order, model in enumerate(COUNTED, start=10)
    )
