"""The file to fill in: headings explained, closed lists to choose from, one example row."""

from io import BytesIO

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from catalogue.spreadsheets import looks_like_formula
from imports.schema import type_of

#: Rows with drop-downs; a longer file has no use for them.
ROWS = 5_000
BOLD, REQUIRED = Font(bold=True), PatternFill("solid", fgColor="FFE7A3")
WRAPPED = Alignment(wrap_text=True, vertical="top")
#: Codes keep the zeros they begin with.
FORMATS = {"string": "@", "date": "yyyy-mm-dd", "datetime": "yyyy-mm-dd hh:mm"}


FORMAT_HELP = {
    "date": gettext_lazy("Une date, par exemple 31/01/2027."),
    "datetime": gettext_lazy("Une date et une heure, par exemple 31/01/2027 09:30."),
    "integer": gettext_lazy("Un nombre entier."),
    "number": gettext_lazy("Un nombre, avec une virgule ou un point."),
    "boolean": gettext_lazy("« oui » ou « non »."),
}


def everything(queryset):
    return queryset


def template_file(target, scope=everything):
    """An XLSX file, as bytes. `scope(queryset)` keeps what the example row may name."""
    workbook = Workbook()
    sheet = workbook.active
    sheet.title = capfirst(str(target.label))[:31]
    sheet.freeze_panes = "A2"
    explanations = workbook.create_sheet(_("Lisez-moi"))
    lists = workbook.create_sheet(_("Listes"))
    lists.sheet_state = "hidden"
    for position, column in enumerate(target.own_columns, start=1):
        add_heading(sheet, position, column)
        write(sheet.cell(2, position), example_of(column, scope))
        if column.choices:
            add_list(sheet, lists, position, column.choices)
    explain(explanations, target)
    output = BytesIO()
    workbook.save(output)
    return output.getvalue()


def add_heading(sheet, position, column):
    cell = sheet.cell(1, position)
    write(cell, column.header)
    cell.font = BOLD
    if column.required:
        cell.fill = REQUIRED
    lines = [_("Obligatoire.") if column.required else _("Facultatif."), *explanation(column)]
    cell.comment = Comment("\n".join(lines), "Parvis", 140, 320)
    dimension = sheet.column_dimensions[get_column_letter(position)]
    dimension.width = max(14, len(column.header) + 4)
    dimension.number_format = FORMATS.get(type_of(column)["type"], "General")


def explanation(column):
    if column.help:
        yield str(column.help)
    if help_text := FORMAT_HELP.get(type_of(column)["type"]):
        yield str(help_text)


def example_of(column, scope):
    """The target's own; where another object has to be named, the first one there is."""
    if column.example not in ("", None) or not column.required:
        return column.example
    widget = column.field.widget
    model = getattr(widget, "model", None)
    if model is None:
        return ""
    first = scope(model._default_manager.order_by("pk")).exclude(**{widget.code: ""}).first()
    return widget.render(first)


def add_list(sheet, lists, position, choices):
    """In a sheet of its own: a list written in the rule has 255 characters, and no commas."""
    letter = get_column_letter(position)
    for number, choice in enumerate(choices, start=1):
        write(lists.cell(number, position), choice)
    rule = DataValidation(
        type="list",
        formula1=f"'{lists.title}'!${letter}$1:${letter}${len(choices)}",
        allow_blank=True,
        showErrorMessage=True,
        errorTitle=_("Liste fermée"),
        error=_("Choisissez une valeur de la liste."),
    )
    rule.add(f"{letter}2:{letter}{ROWS}")
    sheet.add_data_validation(rule)


def explain(sheet, target):
    headings = (
        _("Colonne"),
        _("Obligatoire"),
        _("Ce qu’il faut y écrire"),
        _("Valeurs possibles"),
        _("Exemple"),
    )
    for position, heading in enumerate(headings, start=1):
        write(sheet.cell(1, position), heading)
        sheet.cell(1, position).font = BOLD
        sheet.column_dimensions[get_column_letter(position)].width = (28, 12, 70, 60, 40)[
            position - 1
        ]
    for number, column in enumerate(target.own_columns, start=2):
        texts = (
            column.header,
            _("oui") if column.required else "",
            " ".join(explanation(column)),
            ", ".join(column.choices),
            column.example,
        )
        for position, text in enumerate(texts, start=1):
            cell = sheet.cell(number, position)
            write(cell, text)
            cell.alignment = WRAPPED


def write(cell, value):
    """Never a formula."""
    if value in ("", None):
        return
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"
        if looks_like_formula(value):
            cell.quotePrefix = True
