"""Figures: written by an editor, or followed from what structures submit."""

from datetime import date

from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

from activity.filters import MODALITIES, PeriodField
from activity.models import Indicator, PublishedFigure
from activity.published import Choice, Measure, measure, measure_of
from catalogue import territory
from cms.specimens import MEASURES

from .links import web_address
from .shelf import (
    ChosenBlock,
    ChosenValue,
    SharedSnippetChooserBlock,
    taken,
)


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

    published: PublishedFigure | None = None

    @cached_property
    def measure(self) -> Measure:
        if self.has_lost:
            reason = _("Ce qui était choisi n’est plus publié.")
            return Measure(_("Chiffre d’activité"), "", reason=reason)
        # In a draft, it may not have been worked out yet.
        if self.published:
            return measure_of(self.published)
        choice = choice_of(self.block.get_prep_value(self))
        if choice is None:
            reason = _("Ce chiffre n’est pas du territoire de ce site.")
            return Measure(_("Chiffre d’activité"), "", reason=reason)
        return measure(choice)


def choice_of(data):
    """What is chosen in a block, as it is stored: as much of it as is of the territory of the site
    that is visited, or None."""
    is_fixed = data.get("period") == "fixed"
    chosen = Choice(
        indicator=data.get("indicator") or "",
        period=data.get("fixed_period" if is_fixed else "period") or "",
        network=data.get("network"),
        structure=data.get("structure"),
        modality=data.get("modality") or "",
    )
    return chosen.within(territory.current())


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

    def named(self, data):
        if choice := choice_of(data):
            yield PublishedFigure, choice.key

    def _noticing(self, data, value):
        choice = choice_of(data)
        value.published = choice and taken(PublishedFigure, choice.key)
        return super()._noticing(data, value)

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
        if not (value["indicator"] and value["period"]):  # a draft may be halfway
            return found
        indicator = Indicator.objects.get(code=value["indicator"])
        if value["modality"] and not indicator.has_modality:
            found["modality"] = _("Cet indicateur n’a pas de modalité.")
        if value["period"] == "fixed":
            if not value["fixed_period"] and self.is_deferred_validation:
                return found
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


class WrittenFigureBlock(blocks.StructBlock):
    """A fact that somebody else counted: never without who and when."""

    value = blocks.CharBlock(label=_("valeur"), max_length=20, help_text=_("« 600 000 », « 24 »."))
    label = blocks.CharBlock(
        label=_("ce que l’on compte"), max_length=120, help_text=_("« jeunes contactés ».")
    )
    coverage = blocks.CharBlock(
        label=_("où, et quand"),
        max_length=120,
        help_text=_("« toute la France, du 16 au 22 mars 2020 »."),
    )
    definition = blocks.CharBlock(label=_("définition"), max_length=200, required=False)
    source = blocks.CharBlock(label=_("source"), max_length=120)
    url = blocks.URLBlock(label=_("adresse de la source"), required=False, validators=[web_address])
    date = blocks.DateBlock(label=_("publié, ou relevé, le"))

    class Meta:
        label = _("chiffre")
        icon = "order"


class WrittenFiguresBlock(blocks.ListBlock):
    def __init__(self, **options):
        super().__init__(WrittenFigureBlock(), **{"min_num": 1, "max_num": 6, **options})

    class Meta:
        label = _("chiffres écrits")
        icon = "order"
        group = _("Chiffres")
        template = "cms/blocks/written_figures.html"
        description = _(
            "Des chiffres que quelqu’un d’autre a comptés, chacun avec sa source et sa date. Ceux "
            "des structures se suivent avec « chiffres d’activité »."
        )
        preview_value = [
            {
                "value": "12\u202f480",
                "label": _("ateliers"),
                "coverage": _("toute la France, mars 2024"),
                "definition": _("Séances de travail en groupe sur un sujet."),
                "source": _("un rapport d’exemple"),
                "url": "",
                "date": date(2024, 4, 9),
            },
            {
                "value": "24",
                "label": _("villes d’un même territoire"),
                "coverage": _("un territoire d’exemple, 2024"),
                "definition": "",
                "source": _("une carte d’exemple"),
                "url": "https://exemple.test/",
                "date": date(2024, 1, 15),
            },
        ]
