"""Which communes a structure takes in: the national layout, and that of our exports."""

from django.utils.translation import gettext_lazy as _

from catalogue.resources import CoverageResource

from . import register
from .base import Target


@register
class Coverages(Target):
    code = "coverage"
    label = _("communes accompagnées")
    resource_class = CoverageResource
    synonyms = {
        "structure": ("code ml", "code structure", "code i milo", "mission locale"),
        "commune": ("code insee", "code commune", "insee", "ville", "code postal", "nom commune"),
    }
    #: What the national layout repeats from the lists of communes and of structures.
    ignored = (
        "Nom Commune",
        "Département Commune",
        "Région Commune",
        "Code Région Commune",
        "Nom Officiel ML",
        "Région ML",
        "Code Région ML",
        "Commune présente sur plusieurs ML",
        "Adresse ML",
        "Code Postal ML",
        "Ville ML",
    )
    help = {
        "structure": _("Le code i-milo ; ses cinq premiers caractères suffisent."),
        "commune": _("Le code INSEE de préférence ; le nom ou le code postal sont compris."),
    }
    example = {"source": "Convention pluriannuelle d’objectifs"}
