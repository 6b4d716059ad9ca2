"""Where a visitor is: the town they name, or the point that their device gives."""

from dataclasses import dataclass

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from catalogue.models import Commune

from .resolver import Resolution, resolve
from .text import MAX_LENGTH


@dataclass(frozen=True)
class Place:
    label: str
    #: None for the few overseas communes whose centre isn't known.
    latitude: float | None
    longitude: float | None
    commune: Commune | None
    #: Known by a point only: the commune is the nearest one, maybe not the one around it.
    approximate: bool = False

    @property
    def has_point(self):
        return self.latitude is not None


class PlaceForm(forms.Form):
    """A text beats a point: what a person typed is what they want."""

    lieu = forms.CharField(
        label=_("Ta ville ou ton code postal"),
        required=False,
        max_length=MAX_LENGTH,
        error_messages={"max_length": _("C’est trop long : écris seulement le nom de ta ville.")},
    )
    lat = forms.FloatField(required=False, min_value=-90, max_value=90, widget=forms.HiddenInput)
    lon = forms.FloatField(required=False, min_value=-180, max_value=180, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        #: What the text means; filled when the form is checked.
        self.resolution = Resolution()

    def clean_lieu(self):
        text = self.cleaned_data["lieu"]
        if not text:
            return text
        self.resolution = resolve(text)
        if self.resolution.status == "none":
            raise forms.ValidationError(
                _("On ne trouve pas cette ville. Essaie avec ton code postal."), "unknown"
            )
        if commune := self.resolution.commune:
            self.show_in_field(commune)
        return text

    def show_in_field(self, commune):
        """The field shows what was understood, rather than "villejuif-94076"."""
        self.data = self.data.copy()
        self.data[self.add_prefix("lieu")] = str(commune)

    def clean(self):
        cleaned = super().clean()
        if (cleaned.get("lat") is None) != (cleaned.get("lon") is None):
            raise forms.ValidationError(_("Ta position est incomplète : écris le nom de ta ville."))
        return cleaned

    @cached_property
    def place(self):
        """The one place that was understood, or None."""
        if not self.is_valid():
            return None
        if self.cleaned_data["lieu"]:
            return place_of(self.resolution.commune)
        return place_at(self.cleaned_data["lat"], self.cleaned_data["lon"])


def place_of(commune):
    if commune is None:
        return None
    return Place(str(commune), commune.latitude, commune.longitude, commune)


def place_at(latitude, longitude):
    if latitude is None:
        return None
    commune = Commune.objects.nearest(latitude, longitude)
    label = (
        gettext("près de %(commune)s") % {"commune": commune} if commune else gettext("ta position")
    )
    return Place(label, latitude, longitude, commune, approximate=True)
