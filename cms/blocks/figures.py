"""Figures: written by an editor, or followed from what structures submit."""

from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

from activity.filters import MODALITIES, PeriodField
from activity.models import Indicator
from activity.published import Choice, Measure, measure
from cms.specimens import MEASURES

from .shelf import ChosenBlock, ChosenValue, SharedSnippetChooserBlock


def indicators():
    return list(Indicator.objects.values_list("code", "name"))


class IndicatorBlock(blocks.ChoiceBlock):
    def normalize_choice(self, value):
        """Codes are texts already: no need to read the list of indicators to show a figure."""
        return value


FOLLOWS = _(
    "Un chiffre qui se met à jour seul, avec sa date, sa définition et les structures qui l’ont "
    "renseigné. Seuls les chiffres définitifs sont montrés, et jamais les plus petits."
)
PERIODS = [
    ("last-week", _("la dernière semaine complète")),
    ("last-month", _("le dernier mois complet")),
    ("last-quarter", _("le dernier trimestre complet")),
    ("last-year", _("la dernière année complète")),
    ("fixed", _("une période fixe, écrite ci-dessous")),
]


class PublicFigureValue(ChosenValue):
    """What was chosen, and what may be shown of it at this moment."""

    @cached_property
    def measure(self) -> Measure:
        if self.has_lost:
            reason = _("Ce qui était choisi n’est plus publié.")
            return Measure(_("Chiffre d’activité"), "", reason=reason)
        return measure(
            Choice(
                indicator=self["indicator"],
                period=self["fixed_period"] if self["period"] == "fixed" else self["period"],
                network=self["network"],
                structure=self["structure"],
                modality=self["modality"] or "",
            )
        )


class PublicFigureBlock(ChosenBlock):
    """A figure of the activity that follows what structures submit."""

    indicator = IndicatorBlock(label=_("indicateur"), choices=indicators)
    network = SharedSnippetChooserBlock(
        "catalogue.Network",
        label=_("réseau"),
        required=False,
        help_text=_("Vide, et sans structure : toute la France."),
    )
    structure = SharedSnippetChooserBlock(
        "catalogue.Structure", label=_("structure"), required=False
    )
    modality = blocks.ChoiceBlock(
        label=_("modalité"),
        choices=MODALITIES,
        required=False,
        help_text=_("Vide : toutes ensemble."),
    )
    period = blocks.ChoiceBlock(
        label=_("période"),
        choices=PERIODS,
        default="last-month",
        help_text=_(
            "« Complète » : elle est finie, et la moitié au moins des saisies ont été envoyées."
        ),
    )
    fixed_period = blocks.CharBlock(
        label=_("période fixe"),
        max_length=20,
        required=False,
        help_text=_(
            "2020-W12 (une semaine), 2024-04, 2024-T2, 2024, ou 2020-W12..2020-W20 (plusieurs "
            "semaines)."
        ),
    )

    class Meta:
        label = _("chiffre d’activité")
        icon = "order"
        group = _("Chiffres")
        template = "cms/blocks/public_figure.html"
        value_class = PublicFigureValue
        description = FOLLOWS

    def get_preview_value(self):
        """A figure that is made up: a site that begins has none of its own."""
        return self.showing(MEASURES[0])

    def showing(self, shown):
        value = self.meta.value_class(self)
        value.measure = shown
        return value

    def clean(self, value):
        cleaned = super().clean(value)
        if errors := self.faults(cleaned):
            raise StructBlockValidationError(
                {name: ValidationError(message) for name, message in errors.items()}
            )
        return cleaned

    def faults(self, value):
        found = {}
        if value["network"] and value["structure"]:
            found["structure"] = _("Choisissez un réseau ou une structure, pas les deux.")
        indicator = Indicator.objects.get(code=value["indicator"])
        if value["modality"] and not indicator.has_modality:
            found["modality"] = _("Cet indicateur n’a pas de modalité.")
        if value["period"] == "fixed":
            try:
                period = PeriodField().clean(value["fixed_period"])
            except ValidationError as error:
                return found | {"fixed_period": error.messages[0]}
            has_any = period.bounds(indicator.frequency)
        else:
            has_any = value["period"] != "last-week" or indicator.frequency == "week"
        if not has_any:
            found["period"] = _(
                "Cet indicateur se compte chaque mois : choisissez un mois ou plus."
            )
        return found

    def get_api_representation(self, value, context=None):
        """As the page shows it: what was chosen says nothing more."""
        return {name: getattr(value.measure, name) for name in Measure.__dataclass_fields__}


class PublicFiguresBlock(blocks.ListBlock):
    """Some of them, side by side."""

    def __init__(self, **options):
        super().__init__(PublicFigureBlock(), **{"min_num": 1, "max_num": 4, **options})

    def get_preview_value(self):
        return self.normalize([self.child_block.showing(shown) for shown in MEASURES])

    class Meta:
        label = _("chiffres d’activité")
        icon = "order"
        group = _("Chiffres")
        template = "cms/blocks/public_figures.html"
        description = FOLLOWS


class KeyFigureBlock(blocks.StructBlock):
    value = blocks.CharBlock(label=_("valeur"), max_length=20)
    label = blocks.CharBlock(label=_("libellé"), max_length=120)
    source = blocks.CharBlock(label=_("source"), max_length=120, required=False)
    date = blocks.DateBlock(label=_("date du chiffre"), required=False)

    class Meta:
        label = _("chiffre")
        icon = "order"
