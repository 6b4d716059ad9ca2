"""CSV and XLSX files that come back unchanged, and in which no cell is a formula."""

import csv
import re
from datetime import date, datetime
from io import BytesIO

from django.http import HttpResponse, StreamingHttpResponse
from django.utils import timezone
from django.utils.text import slugify
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

#: Spreadsheets compute a cell that begins so. https://owasp.org/www-community/attacks/CSV_Injection
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
#: What no XML file holds, and so no workbook. https://www.w3.org/TR/xml/#charsets
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
CSV, XLSX = "csv", "xlsx"
CHUNK = 2000  # rows read at once
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def looks_like_formula(text):
    return text.lstrip(" \xa0").startswith(FORMULA_STARTS)


def inert(text):
    """The apostrophe makes it text, in every spreadsheet program.

    A text that had one already gets another, so that `restored` takes the right one away.
    """
    return f"'{text}" if looks_like_formula(text.lstrip("'")) else text


def restored(text):
    """The text that `inert` received."""
    return text[1:] if text.startswith("'") and looks_like_formula(text.lstrip("'")) else text


def file_response(file_format, name, headers, rows):
    """A download of `rows` of native values (text, numbers, dates, booleans)."""
    name = f"{slugify(name)}-{timezone.localdate():%Y-%m-%d}.{file_format}"
    if file_format == CSV:
        response = StreamingHttpResponse(csv_lines(headers, rows), content_type="text/csv")
    else:
        response = HttpResponse(xlsx_file(headers, rows), content_type=XLSX_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


class Echo:
    """What `csv` writes to, when each line is to be sent at once."""

    @staticmethod
    def write(line):
        return line


def csv_lines(headers, rows):
    """As French spreadsheet programs open it: byte-order mark, semicolons, decimal comma."""
    writer = csv.writer(Echo, delimiter=";")
    yield "\ufeff"
    yield writer.writerow([inert(header) for header in headers])
    for row in rows:
        yield writer.writerow([csv_cell(value) for value in row])


def csv_cell(value):
    if value is None:
        return ""
    if isinstance(value, bool):
        return yes_or_no(value)
    if isinstance(value, datetime):
        return local_text(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return str(value).replace(".", ",")
    return value if isinstance(value, int) else inert(str(value))


def local_text(moment):
    """The time of Paris; with its offset in the hour that comes twice, when summer time ends."""
    local = timezone.localtime(moment)
    if not local.fold:
        local = local.replace(tzinfo=None)
    return local.isoformat(sep=" ", timespec="seconds" if local.second else "minutes")


def xlsx_file(headers, rows):
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet()
    sheet.freeze_panes = "A2"
    sheet.append([header_cell(sheet, header) for header in headers])
    for row in rows:
        sheet.append([xlsx_cell(sheet, value) for value in row])
    output = BytesIO()
    workbook.save(output)
    return output.getvalue()


def header_cell(sheet, header):
    """A partner's file has its own headers: they are text, too."""
    cell = text_cell(sheet, writable(header))
    cell.font = Font(bold=True)
    return cell


def xlsx_cell(sheet, value):
    """Dates and numbers stay such; text that looks like a formula is marked as text."""
    if isinstance(value, bool):
        return yes_or_no(value)
    if isinstance(value, datetime):
        local = timezone.localtime(value)
        # XLSX knows no time zones.
        return local_text(value) if local.fold else local.replace(tzinfo=None)
    if value is None or isinstance(value, (date, int, float)):
        return value
    text = writable(str(value))
    if text.startswith("'"):
        text = inert(text)
    return text_cell(sheet, text) if looks_like_formula(text) else text


def text_cell(sheet, text):
    """Not to be computed, whatever it looks like."""
    cell = WriteOnlyCell(sheet, text)
    cell.data_type = "s"
    cell.quotePrefix = looks_like_formula(text)
    return cell


def writable(text):
    return UNWRITABLE.sub("", text)


def yes_or_no(value):
    return "oui" if value else "non"


class SpreadsheetMixin:
    """A Wagtail listing whose export is what its Resource says, for the rows being listed."""

    resource_class = None

    @property
    def show_export_buttons(self):
        return self.resource_class is not None

    def as_spreadsheet(self, queryset, spreadsheet_format):
        resource = self.resource_class()
        return file_response(
            spreadsheet_format,
            self.model._meta.verbose_name_plural,
            resource.get_export_headers(),
            native_rows(resource, queryset),
        )


def native_rows(resource, queryset):
    """The resource's own loop pages through the rows, and looks every field up for every row."""
    fields = resource.get_export_fields()
    for instance in queryset.iterator(chunk_size=CHUNK):
        yield [field.export(instance, force_native_type=True) for field in fields]
