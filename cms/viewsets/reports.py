"""What the reports have in common: each is for those who can mend what it lists."""

from django.core.exceptions import PermissionDenied
from django.urls import reverse_lazy
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.reports import ReportView


class MendingReportView(ReportView):
    results_template_name = "cms/admin/missed_results.html"

    @staticmethod
    def is_open_to(user):
        """Nobody, until a report says whom."""
        return False

    def dispatch(self, request, *args, **kwargs):
        if not self.is_open_to(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class ReportMenuItem(MenuItem):
    def __init__(self, view, *, name, order):
        super().__init__(
            view.page_title,
            reverse_lazy(view.index_url_name),
            name=name,
            icon_name=view.header_icon,
            order=order,
        )
        self.view = view

    def is_shown(self, request):
        return self.view.is_open_to(request.user)
