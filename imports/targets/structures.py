"""The Missions Locales: a network's own list, or the national one."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalogue.demo.files import left_out
from catalogue.demo.names import bare, register_name
from catalogue.models import Structure
from catalogue.resources import StructureResource
from catalogue.widgets import TextWidget, as_text

from . import register
from .base import Fault, Target

#: No department's number.
PLACEHOLDER = "99"


@register
class Structures(Target):
    code = "structures"
    label = gettext_lazy("structures")
    resource_class = StructureResource
    withdrawn = {"live": False}
    listed = {"live": True}
    is_for_networks = True
    unique = ("siret", "slug")
    derived_fields = ("slug",)
    # The national list gives labels, from which a readable name is made.
    extra = {
        "usual_name": (gettext_lazy("Libellé usuel (liste nationale)"), TextWidget()),
        "seat_name": (gettext_lazy("Nom de la commune du siège (liste nationale)"), TextWidget()),
        "seat_department": (gettext_lazy("Département du siège (liste nationale)"), TextWidget()),
    }
    #: https://github.com/SocialGouv/pass-emploi-api holds the national list in this layout.
    ignored = (
        "region",
        "code_departement",
        "timezone",
        "code_postal",
        "longitude_commune",
        "latitude_commune",
    )
    synonyms = {
        "imilo_code": ("code_structure", "code", "code i milo", "code structure", "code ml"),
        "name": ("structure", "dénomination", "mission locale", "nom de la structure"),
        "official_name": ("nom_officiel", "libellé officiel", "nom officiel ml"),
        "usual_name": ("nom_usuel", "libellé usuel"),
        "network": ("code_region", "code réseau", "association régionale", "arml"),
        "seat_commune": ("code_insee_siege", "code insee", "insee", "code commune", "commune"),
        "seat_name": ("commune",),
        "seat_department": ("departement",),
        "siret": ("numéro siret", "n siret"),
        "website": ("url", "site", "site internet"),
        "email": ("email", "e mail", "mail", "courriel"),
        "phone": ("tél", "tel", "numéro de téléphone"),
    }
    help = {
        "network": gettext_lazy("Le code du réseau, ou celui de la région."),
        "seat_commune": gettext_lazy("Le code INSEE de préférence ; le nom est compris."),
        "siret": gettext_lazy("Quatorze chiffres."),
    }
    example = {
        "imilo_code": "94998S00",
        "name": "Mission Locale des Bords de Marne",
        "kind": "Mission Locale",
        "website": "https://example.org/",
        "email": "accueil@example.org",
        "phone": "01 45 00 00 00",
    }

    def fields_given_by(self, names):
        made = {"name", "kind"} if "usual_name" in names else set()
        if "seat_name" in names:
            made.add("seat_commune")
        return super().fields_given_by(set(names) | made)

    def reshape(self, values):
        if "usual_name" in values:
            values = self.from_national_list(values)
        if not values.get("seat_commune") and values.get("seat_name"):
            place = (values["seat_name"], values.get("seat_department"))
            values = values | {"seat_commune": " ".join(as_text(part) for part in place if part)}
        return values

    def from_national_list(self, values):
        code, usual, official, seat, department = (
            as_text(values.get(name) or "")
            for name in (
                "imilo_code",
                "usual_name",
                "official_name",
                "seat_name",
                "seat_department",
            )
        )
        if reason := left_out().get(code):
            return {
                "name": official,
                "imilo_code": Fault(
                    "imilo_code",
                    "not-a-structure",
                    _("Cette ligne de la liste nationale n’est pas une structure : %(reason)s.")
                    % {"reason": reason},
                    _("Retirez-la du fichier, ou laissez-la de côté."),
                    code,
                ),
            }
        is_paio = "PAIO" in official
        made = {
            "name": register_name(code, usual, official, seat, department),
            "kind": Structure.Kind.PAIO if is_paio else Structure.Kind.MISSION_LOCALE,
        }
        return values | {name: value for name, value in made.items() if not values.get(name)}

    def check(self, cleaned):
        if cleaned["imilo_code"].startswith(PLACEHOLDER):
            yield Fault(
                "imilo_code",
                "placeholder",
                _("Aucun département n’a le numéro 99 : ce code est provisoire."),
                _("Demandez le code définitif de la structure."),
                cleaned["imilo_code"],
            )
        if "seat_commune" in cleaned and cleaned["seat_commune"] is None:
            yield Fault(
                "seat_commune",
                "no-seat",
                _("La commune du siège n’est pas indiquée : la structure n’est pas sur la carte."),
                _("Ajoutez son code INSEE."),
                level="warning",
            )

    def derived(self, cleaned):
        """Two structures may have the same name: their codes tell their addresses apart."""
        code = cleaned["imilo_code"].lower()
        name = bare(cleaned.get("name", ""))[:110].strip("-")
        return {"slug": f"{name}-{code}" if name else code}
