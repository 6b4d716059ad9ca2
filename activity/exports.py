"""Files of exactly what a list shows, whichever its page."""

from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError
from rest_framework.renderers import BaseRenderer, JSONRenderer

from catalogue.spreadsheets import CSV, XLSX, XLSX_TYPE, file_response

#: A sheet holds 1,048,576 lines; one of these is made in memory.
XLSX_ROWS = 100_000


class CSVRenderer(BaseRenderer):
    """Tells that this can be asked for: `as_file` makes the answer."""

    media_type, format, charset = "text/csv", CSV, "utf-8"

    def render(self, data, accepted_media_type=None, renderer_context=None):
        """What is wrong, when something is: as JSON."""
        return JSONRenderer().render(data)


class XLSXRenderer(CSVRenderer):
    media_type, format, charset = XLSX_TYPE, XLSX, None


RENDERERS = [JSONRenderer, CSVRenderer, XLSXRenderer]


def as_file(file_format, name, serializer, rows, count):
    """`rows`: whatever the serializer takes, one after the other; its fields are the columns."""
    if file_format == XLSX and count > XLSX_ROWS:
        raise ValidationError(
            _("%(count)s lignes : c’est trop pour un classeur. Choisissez une période plus courte, "
              "ou le format CSV.")
            % {"count": count}
        )  # fmt: skip
    writer = serializer()
    headers = list(writer.fields)
    lines = (list(writer.to_representation(row).values()) for row in rows)
    return file_response(file_format, name, headers, lines)
