"""The doors: where a structure receives people, and when."""

from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from phonenumber_field.modelfields import PhoneNumberField
from wagtail.search import index

from catalogue.opening import opening_state, week
from catalogue.opening.validators import validate_opening_hours, validate_time_zone
from catalogue.querysets import ReceptionSiteQuerySet

from .base import (
    EditorialModel,
    latitude_field,
    longitude_field,
    period_constraint,
    point_constraint,
)


class ReceptionSite(index.Indexed, EditorialModel):
    """A place open to the public: seat, branch or outpost of a structure."""

    class Kind(models.TextChoices):
        SEAT = "siege", _("siège")
        BRANCH = "antenne", _("antenne")
        OUTPOST = "permanence", _("permanence")

    class Access(models.TextChoices):
        FREE = "free", _("sans rendez-vous")
        APPOINTMENT = "appointment", _("sur rendez-vous")
        REMOTE = "remote", _("à distance seulement")
        CLOSED = "closed", _("fermé jusqu’à une date")

    class Wheelchair(models.TextChoices):
        """Values of OSM's `wheelchair` tag. https://wiki.openstreetmap.org/wiki/Key:wheelchair"""

        YES = "yes", _("accessible en fauteuil")
        LIMITED = "limited", _("accessible en fauteuil avec de l’aide")
        NO = "no", _("non accessible en fauteuil")
        UNKNOWN = "unknown", _("non renseigné")

    structure = models.ForeignKey(
        "catalogue.Structure",
        verbose_name=_("structure"),
        on_delete=models.CASCADE,
        related_name="sites",
    )
    code = models.CharField(
        _("code"),
        max_length=40,
        unique=True,
        help_text=_("Identifiant stable du lieu, utilisé par les imports."),
    )
    name = models.CharField(_("nom"), max_length=200)
    kind = models.CharField(_("type"), max_length=10, choices=Kind.choices, default=Kind.BRANCH)
    address = models.CharField(_("adresse"), max_length=200, blank=True)
    address_complement = models.CharField(_("complément d’adresse"), max_length=200, blank=True)
    postal_code = models.CharField(_("code postal"), max_length=5, blank=True)
    commune = models.ForeignKey(
        "catalogue.Commune",
        verbose_name=_("commune"),
        on_delete=models.PROTECT,
        related_name="sites",
    )
    longitude = longitude_field()
    latitude = latitude_field()
    opening_hours = models.CharField(
        _("horaires"),
        max_length=500,
        blank=True,
        validators=[validate_opening_hours],
        help_text=_(
            "Au format OpenStreetMap, par exemple : "
            "Mo-Fr 09:00-12:30,13:30-17:30; Th 09:00-12:30; PH off"
        ),
    )
    time_zone = models.CharField(
        _("fuseau horaire"),
        max_length=40,
        default="Europe/Paris",
        validators=[validate_time_zone],
    )
    access = models.CharField(
        _("accueil"), max_length=12, choices=Access.choices, default=Access.FREE
    )
    closed_until = models.DateField(
        _("fermé jusqu’au"),
        null=True,
        blank=True,
        help_text=_("Premier jour de réouverture, si l’accueil est « fermé jusqu’à une date »."),
    )
    access_note = models.CharField(_("précision sur l’accueil"), max_length=250, blank=True)
    email = models.EmailField(_("adresse e-mail"), blank=True)
    phone = PhoneNumberField(_("téléphone"), blank=True)
    wheelchair = models.CharField(
        _("accès en fauteuil"),
        max_length=8,
        choices=Wheelchair.choices,
        default=Wheelchair.UNKNOWN,
    )

    objects = ReceptionSiteQuerySet.as_manager()

    search_fields = [
        index.SearchField("name", boost=2),
        index.AutocompleteField("name"),
        index.AutocompleteField("code"),
        index.SearchField("address"),
        index.RelatedFields("commune", [index.SearchField("name")]),
        index.RelatedFields("structure", [index.SearchField("name")]),
        index.FilterField("live"),
    ]

    class Meta:
        verbose_name = _("lieu d’accueil")
        verbose_name_plural = _("lieux d’accueil")
        ordering = ["name", "code"]
        indexes = [models.Index(fields=["latitude", "longitude"], name="site_point")]
        constraints = [point_constraint("site_point_in_bounds")]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        """Shown among the doors of its structure."""
        return self.structure.get_absolute_url()

    @property
    def is_public(self):
        return self.live and self.structure.live

    @cached_property
    def state(self):
        """Open or not, for the page being shown."""
        return opening_state(self)

    @cached_property
    def week(self):
        return week(self)

    @property
    def itinerary_url(self):
        """A link to follow: OpenStreetMap hears of it when the visitor presses it, not before."""
        if self.latitude is None:
            return ""
        return f"https://www.openstreetmap.org/directions?to={self.latitude}%2C{self.longitude}"


class SiteClosure(models.Model):
    """Days on which a site stays shut, whatever its usual hours say."""

    site = ParentalKey(ReceptionSite, on_delete=models.CASCADE, related_name="closures")
    starts_on = models.DateField(_("du"))
    ends_on = models.DateField(_("au"), help_text=_("Dernier jour de fermeture."))
    message = models.CharField(_("message"), max_length=250, blank=True)

    class Meta:
        verbose_name = _("fermeture exceptionnelle")
        verbose_name_plural = _("fermetures exceptionnelles")
        ordering = ["starts_on", "pk"]
        constraints = [period_constraint("closure_period", "starts_on", "ends_on")]

    def __str__(self):
        return f"{self.starts_on:%d/%m/%Y} – {self.ends_on:%d/%m/%Y}"
