"""The catalogue inside of a page: what is there today, found as its own pages find it.

An editor chooses what to look for; the rows are looked up when the page is shown, by the same
querysets and filters as the listings, so nothing unpublished or expired can be left behind.
"""

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

from catalogue import paths, specimens
from catalogue.doors import open_near
from catalogue.filters import (
    KM_CHOICES,
    OfferFilterSet,
    OfferSessionFilterSet,
    SchemeFilterSet,
)
from catalogue.models import Offer, OfferSession, Scheme, Theme

from . import shelf
from .shelf import (
    ChosenBlock,
    ChosenValue,
    SharedCommuneChooserBlock,
    SharedSnippetChooserBlock,
)

GROUP = _("Catalogue")
NUMBERS = [("3", "3"), ("6", "6"), ("9", "9")]


class FinderBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("question"), max_length=60, default=_("Tu habites où ?"))
    intro = blocks.CharBlock(
        label=_("phrase"),
        max_length=160,
        required=False,
        default=_("On te dit quelle Mission Locale t’accompagne, et quand elle est ouverte."),
    )

    class Meta:
        label = _("trouver ma Mission Locale")
        icon = "search"
        group = GROUP
        template = "cms/blocks/finder.html"
        description = _("La question de tout le site : une ville, et voici la porte.")
        preview_value = {
            "title": _("Et chez toi ?"),
            "intro": _("Écris ta ville : on te dit quelle Mission Locale t’accompagne."),
        }

    def get_context(self, value, parent_context=None):
        action = paths.listing(paths.STRUCTURES)
        return {**super().get_context(value, parent_context), "action": action}


class FoundBlock(ChosenBlock):
    """Shows `value.found`; for a preview, `specimens()` instead."""

    def specimens(self):
        """What each block shows of a catalogue that is made up."""
        raise NotImplementedError  # each block makes up rows of its own model

    def get_preview_value(self):
        value = super().get_preview_value()
        value.found = self.specimens()
        return value

    def get_api_representation(self, value, context=None):
        """What was chosen, and what it shows at this moment."""
        shown = [{"title": str(row), "url": row.get_absolute_url()} for row in value.found]
        return {**super().get_api_representation(value, context), "found": shown}


class FilteredValue(ChosenValue):
    """What a FilterSet finds, from parameters that the listing understands too."""

    filterset_class: type
    listing: str
    #: {name of the child block: (parameter, attribute of what was chosen)}
    parameters: dict

    def rows(self):
        """All that the FilterSet narrows."""
        raise NotImplementedError  # each block looks in its own model

    @cached_property
    def query(self):
        """As in the listing's address."""
        query = QueryDict(mutable=True)
        for name, (parameter, attribute) in self.parameters.items():
            value = self.get(name)
            if value in (None, "", []):
                continue
            if attribute:
                value = getattr(value, attribute)
            query.setlist(parameter, value if isinstance(value, list) else [value])
        return query

    @cached_property
    def filterset(self):
        filterset = self.filterset_class(self.query, queryset=self.rows())
        if shelf.is_open():
            for name, (parameter, attribute) in self.parameters.items():
                if attribute and self.get(name):
                    filterset.form.fields[parameter].known = [self[name]]
        return filterset

    @cached_property
    def found(self):
        if self.has_lost or not self.filterset.is_valid():
            return []
        return list(self.filterset.qs[: int(self.get("number") or NUMBERS[0][0])])

    @property
    def more_url(self):
        """The listing, narrowed in the same way."""
        return paths.listing(self.listing, **dict(self.query.lists()))

    @property
    def all_url(self):
        return paths.listing(self.listing)


class FilteredBlock(FoundBlock):
    def clean(self, value):
        """The editor is told what a visitor would be, in the listing."""
        cleaned = super().clean(value)
        errors = cleaned.filterset.form.errors
        faults = {
            name: ValidationError(errors[parameter])
            for name, (parameter, _attribute) in cleaned.parameters.items()
            if parameter in errors
        }
        if faults:
            raise StructBlockValidationError(faults)
        return cleaned


def several(label, choices, **options):
    return blocks.MultipleChoiceBlock(
        label=label,
        choices=choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        **options,
    )


class OffersValue(FilteredValue):
    filterset_class = OfferFilterSet
    listing = paths.OFFERS
    parameters = {
        "themes": ("theme", ""),
        "kinds": ("type", ""),
        "fees": ("prix", ""),
        "modalities": ("modalite", ""),
        "age": ("age", ""),
        "structure": ("structure", "slug"),
        "scheme": ("dispositif", "slug"),
        "partner": ("partenaire", "code"),
    }

    def rows(self):
        return Offer.objects.public().for_cards()


class OffersBlock(FilteredBlock):
    title = blocks.CharBlock(label=_("titre"), max_length=120)
    themes = several(_("sujets"), Theme.Line.choices, help_text=_("Aucun : tous."))
    kinds = several(_("types d’offre"), Offer.Kind.choices)
    fees = several(_("prix"), Offer.Fee.choices)
    modalities = several(_("modalités"), Offer.Modality.choices)
    age = blocks.IntegerBlock(label=_("pour l’âge de"), required=False)
    structure = SharedSnippetChooserBlock(
        "catalogue.Structure", label=_("structure"), required=False
    )
    scheme = SharedSnippetChooserBlock("catalogue.Scheme", label=_("dispositif"), required=False)
    partner = SharedSnippetChooserBlock("catalogue.Partner", label=_("partenaire"), required=False)
    number = blocks.ChoiceBlock(label=_("nombre au plus"), choices=NUMBERS, default="3")

    class Meta:
        label = _("offres")
        icon = "tag"
        group = GROUP
        template = "cms/blocks/offers.html"
        value_class = OffersValue
        description = _(
            "Les offres qui répondent à vos critères, les plus récentes d’abord. Une offre finie "
            "s’en va d’elle-même."
        )
        preview_value = {"title": _("Des offres pour commencer")}

    def specimens(self):
        return specimens.offers()[:3]


class ChosenOffersValue(blocks.StructValue):
    all_url = more_url = paths.listing(paths.OFFERS)

    @cached_property
    def found(self):
        """Those that may still be taken up, in the editors' order."""
        return [offer for offer in self["offers"] if offer]


class ChosenOffersBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("titre"), max_length=120, default=_("À saisir"))
    offers = blocks.ListBlock(
        SharedSnippetChooserBlock("catalogue.Offer"), label=_("offres"), min_num=1, max_num=9
    )

    class Meta:
        label = _("offres choisies")
        icon = "tag"
        group = GROUP
        template = "cms/blocks/offers.html"
        value_class = ChosenOffersValue
        description = _("Celles que vous nommez, une à une. Une offre finie s’en va d’elle-même.")

    def get_preview_value(self):
        return self.normalize({"title": _("À saisir"), "offers": specimens.offers()[:2]})


class SessionsValue(FilteredValue):
    filterset_class = OfferSessionFilterSet
    listing = paths.AGENDA
    parameters = {
        "themes": ("theme", ""),
        "structure": ("structure", "slug"),
        "scheme": ("dispositif", "slug"),
    }

    def rows(self):
        return OfferSession.objects.upcoming().for_board()


class SessionsBlock(FilteredBlock):
    title = blocks.CharBlock(label=_("titre"), max_length=120, default=_("Prochains départs"))
    themes = several(_("sujets"), Theme.Line.choices, help_text=_("Aucun : tous."))
    structure = SharedSnippetChooserBlock(
        "catalogue.Structure", label=_("structure"), required=False
    )
    scheme = SharedSnippetChooserBlock("catalogue.Scheme", label=_("dispositif"), required=False)
    number = blocks.ChoiceBlock(label=_("nombre au plus"), choices=NUMBERS, default="6")

    class Meta:
        label = _("prochaines dates")
        icon = "calendar"
        group = GROUP
        template = "cms/blocks/sessions.html"
        value_class = SessionsValue
        description = _("Les prochains ateliers et réunions, comme au tableau des départs.")
        preview_value = {"title": _("Prochains départs")}

    def specimens(self):
        return specimens.sessions()

    def get_api_representation(self, value, context=None):
        shown = super().get_api_representation(value, context)
        for row, session in zip(shown["found"], value.found, strict=True):
            row |= {"title": session.offer.title, "starts_at": session.starts_at}
        return shown


class SchemesValue(FilteredValue):
    filterset_class = SchemeFilterSet
    listing = paths.SCHEMES
    parameters = {"theme": ("theme", "")}

    def rows(self):
        return Scheme.objects.current().with_line().select_related("replaced_by").order_by("name")


class SchemesBlock(FilteredBlock):
    title = blocks.CharBlock(label=_("titre"), max_length=120)
    theme = blocks.ChoiceBlock(label=_("sujet"), choices=Theme.Line.choices)
    number = blocks.ChoiceBlock(label=_("nombre au plus"), choices=NUMBERS, default="3")

    class Meta:
        label = _("dispositifs d’un sujet")
        icon = "clipboard-list"
        group = GROUP
        template = "cms/blocks/schemes.html"
        value_class = SchemesValue
        description = _("Les dispositifs en vigueur sur un sujet.")
        preview_value = {"title": _("Pour avancer"), "theme": "emploi"}

    def specimens(self):
        return specimens.schemes()[:2]


class OpenNearValue(ChosenValue):
    NUMBER = 4

    @cached_property
    def found(self):
        commune = self.get("commune")
        return open_near(commune, int(self["km"]))[: self.NUMBER] if commune else []

    @property
    def more_url(self):
        commune = self.get("commune")
        return paths.listing(paths.STRUCTURES, lieu=commune.slug if commune else "")


class OpenNearBlock(FoundBlock):
    title = blocks.CharBlock(
        label=_("titre"),
        max_length=120,
        required=False,
        help_text=_("Vide : « Qui est ouvert près de… ? », avec le nom de la commune."),
    )
    commune = SharedCommuneChooserBlock(label=_("commune"))
    km = blocks.ChoiceBlock(label=_("à moins de"), choices=KM_CHOICES[:-1], default="15")

    class Meta:
        label = _("ouvert en ce moment")
        icon = "time"
        group = GROUP
        template = "cms/blocks/open_near.html"
        value_class = OpenNearValue
        description = _("Les lieux d’accueil autour d’une commune, ceux qui reçoivent d’abord.")

    def get_preview_value(self):
        value = super().get_preview_value()
        value["commune"] = specimens.TOWN
        return value

    def specimens(self):
        shown = [specimens.site(state) for state in specimens.STATES[:4]]
        for site in shown:
            site.distance = 0.853
        return shown

    def get_context(self, value, parent_context=None):
        commune = value.get("commune")
        title = gettext("Qui est ouvert près de %(commune)s ?") % {
            "commune": commune.name if commune else ""
        }
        return {
            **super().get_context(value, parent_context),
            "title": value.get("title") or title,
        }
