"""The doors: where a structure receives people, and when."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalogue.models import ReceptionSite
from catalogue.resources import ReceptionSiteResource
from catalogue.widgets import TextWidget

from . import hours, register, rules
from .base import Fault, Target


@register
class Sites(Target):
    code = "sites"
    label = gettext_lazy("lieux d’accueil")
    resource_class = ReceptionSiteResource
    withdrawn = {"live": False}
    listed = {"live": True}
    extra = {day: (label, TextWidget()) for day, label in hours.WEEKDAYS.items()} | {
        hours.DIRECTORY: (gettext_lazy("Plages d’ouverture de l’annuaire"), TextWidget()),
    }
    synonyms = {
        "code": ("identifiant", "id", "code lieu"),
        "structure": ("code structure", "code ml", "mission locale", "code i milo"),
        "name": ("nom du lieu", "lieu", "libellé", "site"),
        "kind": ("type de lieu", "nature"),
        "address": ("rue", "voie", "adresse postale"),
        "postal_code": ("cp",),
        "commune": ("code insee", "code_insee_commune", "ville", "code commune", "insee"),
        "longitude": ("lon", "lng", "x"),
        "latitude": ("lat", "y"),
        "opening_hours": ("horaires d’ouverture", "opening_hours", "horaires accueil"),
        "time_zone": ("timezone",),
        "email": ("email", "e mail", "mail", "courriel", "adresse_courriel"),
        "phone": ("tél", "tel", "numéro de téléphone"),
        "wheelchair": ("pmr", "accessibilité", "accessible pmr"),
        "monday": ("lun",),
        "tuesday": ("mar",),
        "wednesday": ("mer",),
        "thursday": ("jeu",),
        "friday": ("ven",),
        "saturday": ("sam",),
        "sunday": ("dim",),
        hours.DIRECTORY: ("plage_ouverture",),
    }
    help = {
        "structure": gettext_lazy("Le code i-milo."),
        "commune": gettext_lazy(
            "Le code INSEE de préférence ; le nom et le code postal sont compris."
        ),
        "monday": gettext_lazy("Les heures du lundi, par exemple 9h-12h30 et 13h30-17h30."),
        hours.DIRECTORY: gettext_lazy(
            "Le champ « plage_ouverture » de l’annuaire de l’administration (DILA), en JSON."
        ),
    }
    example = {
        "code": "bords-de-marne-siege",
        "name": "Siège de la Mission Locale",
        "kind": "Siège",
        "address": "1 place de la Mairie",
        "postal_code": "94110",
        "opening_hours": "Mo-Fr 09:00-12:30,13:30-17:30; PH off",
        "access": "Sans rendez-vous",
        "email": "accueil@example.org",
        "phone": "01 45 00 00 00",
        "wheelchair": "Accessible en fauteuil",
    }

    def fields_given_by(self, names):
        layouts = {*hours.WEEKDAYS, hours.DIRECTORY}
        made = {"opening_hours"} if layouts & set(names) else set()
        return super().fields_given_by(set(names) | made)

    def reshape(self, values):
        if values.get("opening_hours"):
            return values
        if values.get(hours.DIRECTORY):
            return values | {"opening_hours": hours.from_directory(values[hours.DIRECTORY])}
        cells = {day: values[day] for day in hours.WEEKDAYS if values.get(day)}
        return values | {"opening_hours": hours.from_weekdays(cells)} if cells else values

    def check(self, cleaned):
        yield from rules.point(ReceptionSite, "site_point_in_bounds", cleaned)
        is_shut = cleaned.get("access") == ReceptionSite.Access.CLOSED
        if is_shut and "closed_until" in cleaned and cleaned["closed_until"] is None:
            yield Fault(
                "closed_until",
                "no-reopening",
                _("Le lieu est fermé, mais la date de réouverture manque."),
                _("Indiquez-la si vous la connaissez."),
                level="warning",
            )
