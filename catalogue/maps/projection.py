"""From degrees to pixels."""

from dataclasses import dataclass
from math import cos, radians

#: The frame of a territory's map, in pixels.
WIDTH, HEIGHT = 486, 392


@dataclass(frozen=True)
class Projection:
    """Degrees to pixels: flat enough at the size of a country."""

    west: float
    north: float
    scale: float  # pixels per degree of latitude
    stretch: float  # how much shorter a degree of longitude is

    @classmethod
    def around(cls, points, *, width=WIDTH, height=HEIGHT, margin=0.0, least=0.06):
        """Holds all the points; `margin` is a share of their extent, `least` in degrees."""
        latitudes = [latitude for latitude, _ in points]
        longitudes = [longitude for _, longitude in points]
        middle = (min(latitudes) + max(latitudes)) / 2
        centre = (min(longitudes) + max(longitudes)) / 2
        stretch = max(cos(radians(middle)), 0.01)
        tall = max((max(latitudes) - min(latitudes)) * (1 + margin), least)
        wide = max((max(longitudes) - min(longitudes)) * stretch * (1 + margin), least)
        scale = min(width / wide, height / tall)
        return cls(
            west=centre - width / scale / stretch / 2,
            north=middle + height / scale / 2,
            scale=scale,
            stretch=stretch,
        )

    def __call__(self, latitude, longitude):
        return (
            round((longitude - self.west) * self.stretch * self.scale, 1),
            round((self.north - latitude) * self.scale, 1),
        )

    def box(self, width=WIDTH, height=HEIGHT):
        """The latitudes and longitudes in the frame, as two ranges."""
        return (
            (self.north - height / self.scale, self.north),
            (self.west, self.west + width / self.scale / self.stretch),
        )
