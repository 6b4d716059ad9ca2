"""Answers to a form, for those who may publish its page: visitors' words aren't everybody's."""

from wagtail.contrib.forms.views import SubmissionsListView
from wagtail.models import Page
from wagtail.permissions import policy_registry

from catalogue.spreadsheets import inert


class SubmissionsView(SubmissionsListView):
    """Exported without a cell that a spreadsheet would compute."""

    def preprocess_field_value(self, field, value, export_format):
        shown = super().preprocess_field_value(field, value, export_format)
        return inert(shown) if isinstance(shown, str) else shown


def readable_forms(user, forms):
    """Among the forms that the person may edit."""
    published = policy_registry.get_by_type(Page).instances_user_has_permission_for(user, "publish")
    return forms.filter(pk__in=published.order_by().values("pk"))
