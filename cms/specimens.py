"""What blocks look like before they say anything: for the admin's previews and the styleguide."""

from datetime import date

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from activity.published import Measure

MEASURES = [
    Measure(
        name=_("Ateliers"),
        place=_("toute la France"),
        period=_("mars 2024"),
        value="12\u202f480",
        coverage=_("402 structures sur 440 ont renseigné"),
        definition=_("Séances de travail en groupe sur un sujet. On compte les séances."),
        source=_("exemple"),
        updated_on=date(2024, 4, 9),
        is_demonstration=True,
    ),
    Measure(
        name=_("Jeunes accompagnés"),
        place=_("Mission Locale des Deux Rives"),
        period=_("année 2023"),
        unit=_("en moyenne chaque semaine"),
        value="250",
        coverage=_("1 structure sur 1 a renseigné"),
        definition=_("Jeunes qui ont eu dans la semaine au moins un entretien ou un atelier."),
        source=_("exemple"),
        updated_on=date(2024, 1, 15),
    ),
    Measure(
        name=_("Visites d’entreprises"),
        place=_("Mission Locale des Deux Rives"),
        period=_("mars 2024"),
        reason=_("Non publié. Ce chiffre est trop petit, ou permettrait d’en retrouver un petit."),
        definition=_("Visites d’un employeur avec des jeunes. On compte les visites."),
        source=_("exemple"),
    ),
]


def drawing(alternative):
    """A picture to look at, which no library holds."""
    return format_html(
        '<img src="{}" alt="{}" width="1200" height="630">',
        static("img/share.png"),
        alternative,
    )
