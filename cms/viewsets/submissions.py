"""Answers to a form, for those who may edit its page."""

from wagtail.contrib.forms.views import SubmissionsListView

from catalogue.spreadsheets import inert


class SubmissionsView(SubmissionsListView):
    """Exported without a cell that a spreadsheet would compute."""

    def preprocess_field_value(self, field, value, export_format):
        shown = super().preprocess_field_value(field, value, export_format)
        return inert(shown) if isinstance(shown, str) else shown
