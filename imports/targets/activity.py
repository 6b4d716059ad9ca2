"""What structures counted: a row for each figure, or a column for each indicator."""

from collections import Counter
from datetime import date

from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from activity.models import ActivityRecord, Indicator, Modality
from activity.permissions import record_policy
from activity.resources import ActivityRecordResource
from activity.widgets import CountWidget, is_given
from catalogue.models import ReceptionSite
from catalogue.widgets.base import plain

from . import activity_effects, register
from .base import Fault, Target

#: Of one structure and one week: it can be right, and most often is a mistyped number.
UNLIKELY = 100_000


@register
class Activity(Target):
    code = "activity"
    label = gettext_lazy("chiffres d’activité")
    resource_class = ActivityRecordResource
    optional = ("modality", "site", "theme", "scheme")
    #: Without them, each file would go through the figures of all years.
    indexed = ("structure", "starts_on", "indicator")
    policy = record_policy
    named_in = "value"
    #: What the API's own files say besides.
    ignored = (
        "structure_name", "indicator_name", "period", "is_final", "updated_at",
        "Nom de la structure",
    )  # fmt: skip
    names = {
        "structure": ("code structure", "code ml", "mission locale", "code i milo"),
        "starts_on": ("semaine", "mois", "date", "début de la période", "lundi", "period"),
        "indicator": ("code indicateur", "mesure"),
        "modality": ("mode", "modalités"),
        "site": ("lieu", "code lieu", "site"),
        "theme": ("thème", "code thématique"),
        "scheme": ("code dispositif",),
        "value": ("valeur", "effectif", "chiffre", "total", "quantité"),
    }
    help = {
        "structure": gettext_lazy(
            "Le code i-milo ; le nom est compris. Inutile si le flux est celui d’une structure."
        ),
        "starts_on": gettext_lazy(
            "Une semaine (2024-W15, S15 2024 ou son lundi, 08/04/2024) ; pour ce qui se compte "
            "chaque mois, un mois (2024-04 ou avril 2024)."
        ),
        "indicator": gettext_lazy("Son code ; son nom est compris."),
        "modality": gettext_lazy("Sur site, à distance ou hors les murs, si l’indicateur en a."),
        "site": gettext_lazy("Le code du lieu d’accueil, si le chiffre est celui d’un seul lieu."),
        "theme": gettext_lazy("Le code de la thématique, si le chiffre n’est que d’elle."),
        "scheme": gettext_lazy("Le code du dispositif, si le chiffre n’est que de lui."),
        "value": gettext_lazy(
            "Un nombre entier. 0 : il n’y en a pas eu. Vide : pas compté ; rien n’est alors écrit "
            "ni effacé."
        ),
    }
    example = {
        "starts_on": "2024-W15",
        "indicator": "ateliers",
        "modality": "Sur site",
        "value": 12,
    }

    def __init__(self, feed=None):
        self.feed = feed

    def for_feed(self, feed):
        """Its columns are the indicators of the moment, and what its feed doesn't say itself."""
        return type(self)(feed)

    def constants(self, feed):
        return {"structure": feed.structure_id} if feed.structure_id else {}

    def is_required(self, name):
        if name == "structure" and self.feed and self.feed.structure_id:
            return False
        return super().is_required(name)

    def choices_of(self, name):
        if name == "indicator":
            return tuple(indicator.code for indicator in self.indicators if indicator.is_active)
        return super().choices_of(name)

    # --- A column for each indicator ------------------------------------------------------

    @cached_property
    def indicators(self):
        return list(Indicator.objects.all())

    @cached_property
    def cells(self):
        """{column: (indicator, modality, or None where it may stand in a column of its own)}."""
        return {
            f"figure.{indicator.code}" + (f".{modality}" if modality else ""): (indicator, modality)
            for indicator in self.indicators
            for modality in [None, *(Modality.values if indicator.has_modality else [])]
            if modality != Modality.NONE
        }

    @cached_property
    def extra(self):
        return {
            name: (self.heading(indicator, modality), CountWidget())
            for name, (indicator, modality) in self.cells.items()
        }

    def heading(self, indicator, modality):
        """Two indicators of one name are told apart by their codes."""
        alike = Counter(plain(one.name) for one in self.indicators)[plain(indicator.name)] > 1
        name = indicator.code if alike else indicator.name
        return f"{name} ({Modality(modality).label})" if modality else name

    @cached_property
    def synonyms(self):
        found = dict(self.names)
        for name, (indicator, modality) in self.cells.items():
            ways = [modality, Modality(modality).label] if modality else [""]
            found[name] = tuple(f"{indicator.code} {way}" for way in ways)
        return found

    def fields_given_by(self, names):
        wide = {"indicator", "modality", "value"} if self.cells.keys() & set(names) else set()
        return super().fields_given_by({*names, *wide})

    def split(self, values):
        """Whatever the layout: each cell that holds a figure, with the column it stands in."""
        if is_given(values.get("value")):
            yield values, {}
        for column, cell in values.items():
            if column in self.cells and is_given(cell):
                indicator, modality = self.cells[column]
                own = {"indicator": indicator.code, "value": cell}
                if modality:
                    own["modality"] = modality
                yield values | own, dict.fromkeys(["indicator", "modality", "value"], column)

    def nothing_said(self):
        return Fault(
            "value",
            "nothing-said",
            _("Cette ligne ne donne aucun chiffre : rien n’est écrit, ni effacé."),
            _("S’il n’y en a pas eu, écrivez 0."),
            level="warning",
        )

    # --- Rules ----------------------------------------------------------------------------

    def warm(self, given, scope):
        self.by_key = {indicator.pk: indicator for indicator in self.indicators}
        self.sites = {}
        if "site" in given:
            sites = scope(ReceptionSite.objects.order_by())
            self.sites = {site.pk: site for site in sites.only("pk", "structure")}

    def check(self, cleaned):
        record = ActivityRecord(
            structure_id=cleaned["structure"],
            indicator=self.by_key[cleaned["indicator"]],
            starts_on=date.fromisoformat(cleaned["starts_on"]),
            modality=cleaned.get("modality") or "",
            site=self.sites.get(cleaned.get("site")),
            theme_id=cleaned.get("theme"),
            scheme_id=cleaned.get("scheme"),
        )
        try:
            record.clean()
        except ValidationError as error:
            for name, messages in error.message_dict.items():
                yield Fault(name, "indicator-rule", " ".join(messages), REMEDIES.get(name, ""))
        if not record.period.has_begun:
            yield Fault(
                "starts_on",
                "not-begun",
                _("Cette période n’a pas commencé."),
                _("Vérifiez l’année et la semaine."),
            )
        if cleaned["value"] >= UNLIKELY:
            yield Fault(
                "value",
                "unlikely",
                _("C’est beaucoup pour une seule structure."),
                _("Vérifiez ce nombre avant d’appliquer."),
                str(cleaned["value"]),
                level="warning",
            )

    # --- What is final stays; what is written over is kept ----------------------------------

    def needs_review(self, feed):
        """A region doesn't write in its structures' place."""
        return feed.structure_id is None and feed.network.parent_id is not None

    def closed(self, value):
        return activity_effects.closed(self.feed, value)

    def stamps(self, batch):
        return {"updated_by": batch.confirmed_by_id}

    def before_applying(self, work):
        activity_effects.begin_reports(work)

    def after_applying(self, work):
        activity_effects.note_corrections(work)

    def before_undoing(self, work):
        activity_effects.lock_reports(work)

    def after_undoing(self, work):
        activity_effects.take_back(work)


REMEDIES = {
    "modality": gettext_lazy("Sur site, à distance ou hors les murs, si l’indicateur en a."),
    "site": gettext_lazy("Laissez cette case vide, ou vérifiez le lieu."),
    "theme": gettext_lazy("Laissez cette case vide."),
    "scheme": gettext_lazy("Laissez cette case vide."),
}
