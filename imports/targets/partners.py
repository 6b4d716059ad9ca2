"""Those who make offers with the network."""

from django.utils.translation import gettext_lazy as _

from catalogue.resources import PartnerResource

from . import register
from .base import Target


@register
class Partners(Target):
    code = "partners"
    label = _("partenaires")
    resource_class = PartnerResource
    withdrawn = {"live": False}
    listed = {"live": True}
    unique = ("siret",)
    synonyms = {
        "code": ("identifiant", "id", "code partenaire"),
        "name": ("raison sociale", "dénomination", "libellé", "partenaire"),
        "kind": ("catégorie", "nature", "type de partenaire"),
        "siret": ("numéro siret", "n siret"),
        "website": ("url", "site", "site internet", "page web"),
    }
    help = {
        "code": _("En minuscules, sans espace ni accent : ne le changez jamais."),
        "siret": _("Quatorze chiffres."),
    }
    example = {
        "code": "atelier-du-pont",
        "name": "L’Atelier du Pont",
        "kind": "Association",
        "website": "https://example.org/",
        "description": "Chantiers d’insertion et ateliers vélo.",
    }
