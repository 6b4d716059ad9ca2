"""What partners, and structures themselves, offer to young people."""

from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from catalogue.models import Offer
from catalogue.resources import OfferResource

from . import register, rules
from .base import Target


@register
class Offers(Target):
    code = "offers"
    label = _("offres")
    resource_class = OfferResource
    withdrawn = {"status": Offer.Status.WITHDRAWN.value}
    listed = {"status": Offer.Status.ACTIVE.value}
    #: A structure's own offers have no partner.
    optional = ("partner",)
    derived_fields = ("slug",)
    synonyms = {
        "partner": ("code partenaire", "partenaire code"),
        "external_id": ("identifiant", "id", "référence", "référence offre", "numéro offre"),
        "title": ("intitulé", "libellé", "nom", "nom offre", "intitulé du poste"),
        "kind": ("type offre", "type d’offre", "nature"),
        "themes": ("thématique", "thèmes", "thème"),
        "structure": ("code structure", "mission locale", "code ml", "code i milo"),
        "site": ("lieu", "code lieu"),
        "address": ("rue", "voie", "adresse postale"),
        "postal_code": ("cp", "code postal"),
        "commune": ("code insee", "ville", "code commune", "insee"),
        "longitude": ("lon", "lng", "x"),
        "latitude": ("lat", "y"),
        "wheelchair": ("accessible pmr", "pmr", "accessibilité"),
        "age_min": ("âge mini", "à partir de"),
        "age_max": ("âge maxi",),
        "fee": ("tarif", "frais", "coût"),
        "capacity": ("places", "nb places", "nombre de postes", "nb postes"),
        "how_to_apply": ("comment postuler", "candidature", "modalités"),
        "apply_url": ("url", "lien", "lien candidature", "site web"),
        "apply_email": ("e mail", "email", "mail", "courriel", "contact mail"),
        "apply_phone": ("téléphone", "tél", "tel contact"),
        "starts_on": ("date de début", "date début", "du"),
        "ends_on": ("date de fin", "date fin", "au"),
        "expires_on": ("date limite", "date limite de candidature", "expire le", "validité"),
    }
    help = {
        "partner": _("Le code du partenaire. Inutile si le flux est celui d’un seul partenaire."),
        "external_id": _("Ce qui reconnaît l’offre d’un fichier à l’autre : ne le changez jamais."),
        "themes": _("Une ou plusieurs, séparées par des virgules."),
        "scheme": _("Le code du dispositif, par exemple cej."),
        "structure": _(
            "Le code i-milo. Inutile si le flux est celui d’une structure ; vide si l’offre vaut "
            "partout."
        ),
        "site": _("Le code du lieu d’accueil."),
        "commune": _("Le code INSEE de préférence ; le nom et le code postal sont compris."),
    }
    example = {
        "external_id": "ATELIER-0042",
        "title": "Atelier CV du jeudi",
        "kind": "Atelier",
        "summary": "Tu repars avec un CV prêt à envoyer.",
        "modality": "Sur place",
        "address": "1 place de la Mairie",
        "postal_code": "94110",
        "wheelchair": "Oui",
        "age_min": 16,
        "age_max": 25,
        "fee": "Gratuit",
        "capacity": 12,
        "apply_email": "accueil@example.org",
        "apply_phone": "01 45 00 00 00",
        "starts_on": "2027-01-14",
        "ends_on": "2027-06-30",
        "status": "En cours",
    }

    def constants(self, feed):
        """A feed of a network may bring offers that hold everywhere."""
        given = {"partner": feed.partner_id, "structure": feed.structure_id}
        return {name: value for name, value in given.items() if value is not None}

    def check(self, cleaned):
        yield from rules.in_order(Offer, "offer_ages", cleaned, "age_min", "age_max")
        yield from rules.in_order(Offer, "offer_period", cleaned, "starts_on", "ends_on")
        yield from rules.point(Offer, "offer_point_in_bounds", cleaned)

    def derived(self, cleaned):
        return {"slug": slugify(cleaned.get("title", ""))[:120].rstrip("-") or "offre"}
