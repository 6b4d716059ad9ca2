"""What a young person can take up: offers, and their dated sessions."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from phonenumber_field.modelfields import PhoneNumberField
from wagtail.search import index

from catalogue import paths
from catalogue.querysets import OfferQuerySet, OfferSessionQuerySet

from .base import (
    EditorialModel,
    age_field,
    ages_constraint,
    latitude_field,
    longitude_field,
    period_constraint,
    point_constraint,
)


class Offer(index.Indexed, EditorialModel):
    class Kind(models.TextChoices):
        JOB = "job", _("emploi")
        APPRENTICESHIP = "apprenticeship", _("alternance")
        IMMERSION = "immersion", _("stage ou immersion")
        TRAINING = "training", _("formation")
        CIVIC_SERVICE = "civic-service", _("service civique")
        WORKSHOP = "workshop", _("atelier")
        INFORMATION = "information", _("information collective")
        SUPPORT = "support", _("accompagnement")
        FINANCIAL_AID = "financial-aid", _("aide financière")
        DRIVING_LICENCE = "driving-licence", _("aide au permis")
        HOUSING = "housing", _("logement")
        HEALTH = "health", _("santé")
        LEISURE = "leisure", _("sport, culture, loisirs")

    class Modality(models.TextChoices):
        ON_SITE = "on-site", _("sur place")
        REMOTE = "remote", _("à distance")
        HYBRID = "hybrid", _("sur place et à distance")

    class Fee(models.TextChoices):
        FREE = "free", _("gratuit")
        PAID_TO_YOU = "paid-to-you", _("tu es payé·e")
        CHARGED = "charged", _("payant")

    class Status(models.TextChoices):
        ACTIVE = "active", _("en cours")
        WITHDRAWN = "withdrawn", _("retirée")

    title = models.CharField(_("titre"), max_length=200)
    slug = models.SlugField(_("adresse de la page"), max_length=120)
    kind = models.CharField(_("type"), max_length=20, choices=Kind.choices, db_index=True)
    themes = ParentalManyToManyField(
        "catalogue.Theme", verbose_name=_("thématiques"), related_name="offers", blank=True
    )
    scheme = models.ForeignKey(
        "catalogue.Scheme",
        verbose_name=_("dispositif"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="offers",
    )
    partner = models.ForeignKey(
        "catalogue.Partner",
        verbose_name=_("partenaire"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="offers",
    )
    structure = models.ForeignKey(
        "catalogue.Structure",
        verbose_name=_("structure"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="offers",
        help_text=_("La Mission Locale qui propose l’offre ; vide si elle vaut partout."),
    )
    summary = models.CharField(_("résumé"), max_length=300, blank=True)
    description = models.TextField(_("description"), blank=True)

    # Where
    modality = models.CharField(
        _("modalité"), max_length=8, choices=Modality.choices, default=Modality.ON_SITE
    )
    site = models.ForeignKey(
        "catalogue.ReceptionSite",
        verbose_name=_("lieu d’accueil"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="offers",
    )
    address = models.CharField(_("adresse"), max_length=200, blank=True)
    postal_code = models.CharField(_("code postal"), max_length=5, blank=True)
    commune = models.ForeignKey(
        "catalogue.Commune",
        verbose_name=_("commune"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="offers",
    )
    longitude = longitude_field()
    latitude = latitude_field()
    wheelchair = models.BooleanField(_("accessible en fauteuil"), null=True, blank=True)

    # For whom, and at what price
    age_min = age_field(_("âge minimum"))
    age_max = age_field(_("âge maximum"), help_text=_("Dernier âge accepté, inclus."))
    fee = models.CharField(_("prix"), max_length=12, choices=Fee.choices, default=Fee.FREE)
    fee_details = models.CharField(_("précision sur le prix"), max_length=100, blank=True)
    capacity = models.PositiveIntegerField(_("nombre de places"), null=True, blank=True)

    # How and when
    how_to_apply = models.TextField(_("comment faire"), blank=True)
    apply_url = models.URLField(_("lien pour postuler"), blank=True)
    apply_email = models.EmailField(_("e-mail pour postuler"), blank=True)
    apply_phone = PhoneNumberField(_("téléphone pour postuler"), blank=True)
    starts_on = models.DateField(_("début"), null=True, blank=True)
    ends_on = models.DateField(_("fin"), null=True, blank=True)
    expires_on = models.DateField(
        _("jusqu’au"),
        null=True,
        blank=True,
        db_index=True,
        help_text=_("Dernier jour où l’offre est visible du public."),
    )

    # Where it comes from
    external_id = models.CharField(_("identifiant chez le partenaire"), max_length=100, blank=True)
    status = models.CharField(
        _("statut"), max_length=10, choices=Status.choices, default=Status.ACTIVE
    )

    objects = OfferQuerySet.as_manager()

    search_fields = [
        index.SearchField("title", boost=3),
        index.AutocompleteField("title"),
        index.SearchField("summary", boost=2),
        index.SearchField("description"),
        index.SearchField("kind_label"),
        index.RelatedFields("partner", [index.SearchField("name")]),
        index.RelatedFields("scheme", [index.SearchField("name"), index.SearchField("short_name")]),
        index.RelatedFields("commune", [index.SearchField("name")]),
        index.RelatedFields("themes", [index.SearchField("name")]),
        index.FilterField("live"),
    ]

    class Meta:
        verbose_name = _("offre")
        verbose_name_plural = _("offres")
        ordering = ["-updated_at", "-pk"]
        indexes = [models.Index(fields=["latitude", "longitude"], name="offer_point")]
        constraints = [
            models.UniqueConstraint(
                fields=["partner", "external_id"],
                condition=~Q(external_id=""),
                name="offer_external_id_unique_per_partner",
                violation_error_message=_("Ce partenaire a déjà une offre avec cet identifiant."),
            ),
            models.UniqueConstraint(
                fields=["external_id"],
                condition=Q(partner__isnull=True) & ~Q(external_id=""),
                name="offer_external_id_unique_without_partner",
                violation_error_message=_("Une offre a déjà cet identifiant."),
            ),
            ages_constraint("offer_ages"),
            period_constraint("offer_period", "starts_on", "ends_on"),
            point_constraint("offer_point_in_bounds"),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return paths.offer(self.pk, self.slug)

    @property
    def kind_label(self):
        """The kind in words, as the search indexes it.

        `get_kind_display()` says the same, but translates and hashes every choice at each call: a
        third of the time that it takes to index many offers.
        """
        return dict(self.Kind.choices).get(self.kind, "")

    @property
    def public_site(self):
        return self.site if self.site and self.site.is_public else None

    @classmethod
    def get_indexed_objects(cls):
        # The library doesn't prefetch a ParentalManyToManyField: one query for each offer.
        return super().get_indexed_objects().prefetch_related("themes")


class OfferSession(models.Model):
    """A dated occurrence of an offer: a workshop, a group information."""

    class Status(models.TextChoices):
        PLANNED = "planned", _("prévue")
        CANCELLED = "cancelled", _("annulée")

    offer = ParentalKey(Offer, on_delete=models.CASCADE, related_name="sessions")
    external_id = models.CharField(_("identifiant"), max_length=100, blank=True)
    starts_at = models.DateTimeField(_("début"), db_index=True)
    ends_at = models.DateTimeField(_("fin"), null=True, blank=True)
    site = models.ForeignKey(
        "catalogue.ReceptionSite",
        verbose_name=_("lieu d’accueil"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="sessions",
        help_text=_("Vide : au lieu de l’offre."),
    )
    place = models.CharField(_("précision sur le lieu"), max_length=200, blank=True)
    capacity = models.PositiveIntegerField(_("places"), null=True, blank=True)
    places_left = models.PositiveIntegerField(_("places restantes"), null=True, blank=True)
    status = models.CharField(
        _("statut"), max_length=10, choices=Status.choices, default=Status.PLANNED
    )
    updated_at = models.DateTimeField(_("modifiée le"), auto_now=True)

    objects = OfferSessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("séance")
        verbose_name_plural = _("séances")
        ordering = ["starts_at", "pk"]
        constraints = [
            period_constraint("session_period", "starts_at", "ends_at"),
            models.UniqueConstraint(
                fields=["offer", "external_id"],
                condition=~Q(external_id=""),
                name="session_external_id_unique_per_offer",
            ),
            models.CheckConstraint(
                name="session_places_left_within_capacity",
                condition=Q(places_left__isnull=True)
                | Q(capacity__isnull=True)
                | Q(places_left__lte=models.F("capacity")),
                violation_error_message=_("Il reste plus de places que la séance n’en compte."),
            ),
        ]

    def __str__(self):
        return f"{self.offer}, {self.starts_at:%d/%m/%Y %H:%M}"

    def get_absolute_url(self):
        return f"{self.offer.get_absolute_url()}#seance-{self.pk}"

    @property
    def calendar_url(self):
        return paths.session_calendar(self.pk)

    @property
    def public_site(self):
        """The site where it takes place, if the public may know of it."""
        site = self.site or self.offer.site
        return site if site and site.is_public else None

    @property
    def where(self):
        """The place in a few words. Read with `for_board()`, it costs no query."""
        offer = self.offer
        named = self.place or self.public_site or (offer.commune and offer.commune.name)
        return str(named or offer.get_modality_display())
