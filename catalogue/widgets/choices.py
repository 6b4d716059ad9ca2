"""Closed lists."""

from django.utils.translation import gettext as _

from catalogue.spreadsheets import yes_or_no

from .base import CatalogueWidget, Refused, as_text, did_you_mean, nearest, plain, quoted

YES = {"oui", "o", "yes", "y", "vrai", "true", "1", "x"}
NO = {"non", "n", "no", "faux", "false", "0"}


class ChoiceWidget(CatalogueWidget):
    """Shown by its label; the code is understood too, and either without accents."""

    empty = ""

    def __init__(self, choices):
        super().__init__()
        self.labels = {value: str(label) for value, label in choices}
        self.values = {plain(label): value for value, label in self.labels.items()}
        self.values |= {plain(value): value for value in self.labels}

    def render(self, value, obj=None, **kwargs):
        return self.labels.get(value, "")

    def understand(self, value, row):
        text = as_text(value)
        if text in self.labels:
            return text
        try:
            return self.values[plain(text)]
        except KeyError:
            likely = nearest(plain(text), self.values)
            raise Refused(
                "not-in-list",
                _("%(value)s n’est pas dans la liste.") % {"value": quoted(text)},
                did_you_mean(f"« {self.labels[likely]} »")
                if likely
                else _("Choix possibles : %(labels)s.")
                % {"labels": ", ".join(self.labels.values())},
            ) from None


class YesNoWidget(CatalogueWidget):
    def render(self, value, obj=None, **kwargs):
        return "" if value is None else yes_or_no(value)

    def understand(self, value, row):
        if isinstance(value, bool):
            return value
        word = plain(as_text(value))
        if word in YES or word in NO:
            return word in YES
        raise Refused(
            "yes-or-no",
            _("%(value)s n’est ni oui ni non.") % {"value": quoted(value)},
            _("Écrivez « oui » ou « non »."),
        )
