"""Draws `static/img/france.svg`, the land under the map of the structures."""

from django.conf import settings
from django.core.management.base import BaseCommand
from django.template.loader import render_to_string

from catalogue.maps import france
from catalogue.models import Commune

STEP = 15  # pixels between two dots
LAND = 4  # of the nine half-steps around a dot, how many must hold a commune


class Command(BaseCommand):
    help = "Redessine le fond de carte à partir des centres des communes."

    def handle(self, **options):
        centres = Commune.objects.exclude(latitude=None).values_list("latitude", "longitude")
        svg = render_to_string(
            "catalogue/maps/france.svg",
            {
                "width": france.WIDTH,
                "height": france.HEIGHT,
                "inset": france.INSET,
                "insets": france.INSETS,
                "mainland": mainland(centres),
                "overseas": france.dots(overseas(centres)),
            },
        )
        path = settings.SITE_DIR / "static" / "img" / "france.svg"
        path.write_text(svg, "utf-8")
        self.stdout.write(f"{path.name} : {path.stat().st_size} octets")


def overseas(centres):
    return sorted(
        {inset.place(*point) for point in centres for inset in france.INSETS if inset.holds(*point)}
    )


def mainland(centres):
    land = [
        (latitude, longitude)
        for latitude, longitude in centres
        if not any(inset.holds(latitude, longitude) for inset in france.INSETS)
    ]
    return france.dots(france.grid(france.placed(land), STEP, LAND))
