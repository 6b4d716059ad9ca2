"""The network: its tiers, the Missions Locales, and the communes each one serves."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from phonenumber_field.modelfields import PhoneNumberField
from wagtail.models import Orderable
from wagtail.search import index

from catalogue import paths
from catalogue.querysets import CoverageQuerySet, NetworkQuerySet, StructureQuerySet

from .base import CheckedModel, EditorialModel


class Network(CheckedModel):
    """The national union, or the association of a region."""

    class Kind(models.TextChoices):
        NATIONAL = "national", _("union nationale")
        REGIONAL = "regional", _("association régionale")

    code = models.SlugField(_("code"), max_length=20, unique=True)
    name = models.CharField(_("nom"), max_length=200)
    kind = models.CharField(_("type"), max_length=10, choices=Kind.choices)
    parent = models.ForeignKey(
        "self",
        verbose_name=_("réseau parent"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
    )
    region_code = models.CharField(_("code de la région"), max_length=3, blank=True)
    website = models.URLField(_("site web"), blank=True)

    objects = NetworkQuerySet.as_manager()

    class Meta:
        verbose_name = _("réseau")
        verbose_name_plural = _("réseaux")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["region_code"],
                condition=~Q(region_code=""),
                name="network_one_per_region",
                violation_error_message=_("Cette région a déjà son association."),
            ),
            models.CheckConstraint(
                name="network_not_its_own_parent",
                condition=~Q(parent=F("id")),
                violation_error_message=_("Un réseau n’est pas son propre parent."),
            ),
        ]

    def __str__(self):
        return self.name


class Structure(index.Indexed, EditorialModel):
    """A Mission Locale."""

    class Kind(models.TextChoices):
        MISSION_LOCALE = "mission-locale", _("Mission Locale")
        PAIO = "paio", _("permanence d’accueil (PAIO)")
        OTHER = "other", _("autre organisme du réseau")

    imilo_code = models.CharField(
        _("code i-milo"),
        max_length=8,
        unique=True,
        help_text=_("Huit caractères, par exemple 94016S00."),
    )
    name = models.CharField(_("nom"), max_length=200)
    official_name = models.CharField(_("nom officiel"), max_length=200, blank=True)
    slug = models.SlugField(_("adresse de la page"), max_length=120, unique=True)
    kind = models.CharField(
        _("type"), max_length=20, choices=Kind.choices, default=Kind.MISSION_LOCALE
    )
    network = models.ForeignKey(
        Network,
        verbose_name=_("réseau"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="structures",
    )
    seat_commune = models.ForeignKey(
        "catalogue.Commune",
        verbose_name=_("commune du siège"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="seated_structures",
    )
    siret = models.CharField(_("SIRET"), max_length=14, blank=True)
    presentation = models.TextField(
        _("présentation"), blank=True, help_text=_("Deux ou trois phrases, en disant « tu ».")
    )
    website = models.URLField(_("site web"), blank=True)
    email = models.EmailField(_("adresse e-mail"), blank=True)
    phone = PhoneNumberField(_("téléphone"), blank=True)
    communes = models.ManyToManyField(
        "catalogue.Commune",
        verbose_name=_("communes accompagnées"),
        through="catalogue.Coverage",
        related_name="structures",
    )

    objects = StructureQuerySet.as_manager()

    search_fields = [
        index.SearchField("name", boost=3),
        index.AutocompleteField("name"),
        index.AutocompleteField("imilo_code"),
        index.SearchField("official_name"),
        index.SearchField("presentation"),
        index.RelatedFields("seat_commune", [index.SearchField("name")]),
        index.FilterField("live"),
    ]

    class Meta:
        verbose_name = _("structure")
        verbose_name_plural = _("structures")
        ordering = ["name", "imilo_code"]
        constraints = [
            models.CheckConstraint(
                name="structure_imilo_code_format",
                condition=Q(imilo_code__regex=r"^[0-9][0-9AB][0-9]{3}S[0-9]{2}$"),
                violation_error_message=_(
                    "Le code i-milo a huit caractères, par exemple 94016S00."
                ),
            ),
            models.UniqueConstraint(
                fields=["siret"], condition=~Q(siret=""), name="structure_siret_unique"
            ),
            models.CheckConstraint(
                name="structure_siret_format",
                condition=Q(siret="") | Q(siret__regex=r"^[0-9]{14}$"),
                violation_error_message=_("Un SIRET a quatorze chiffres."),
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return paths.structure(self.slug)

    @property
    def sign(self):
        """The name as written above a door: what it is, in small, then which one, in large.

        “Mission Locale Innovam” is Innovam; “We Ker – Mission Locale de Rennes” is We Ker.
        """
        before, kind, after = self.name.partition("Mission Locale ")
        if not kind:
            return "", self.name
        brand = before.rstrip(" –-")
        return (kind + after, brand) if brand else (kind.strip(), after)


class StructureLink(Orderable):
    """Where else to follow a structure."""

    class Kind(models.TextChoices):
        FACEBOOK = "facebook", "Facebook"
        INSTAGRAM = "instagram", "Instagram"
        LINKEDIN = "linkedin", "LinkedIn"
        SNAPCHAT = "snapchat", "Snapchat"
        TIKTOK = "tiktok", "TikTok"
        YOUTUBE = "youtube", "YouTube"
        OTHER = "other", _("autre")

    structure = ParentalKey(Structure, on_delete=models.CASCADE, related_name="links")
    kind = models.CharField(_("réseau social"), max_length=10, choices=Kind.choices)
    url = models.URLField(_("adresse"))

    class Meta(Orderable.Meta):
        verbose_name = _("lien")
        verbose_name_plural = _("liens")

    def __str__(self):
        return f"{self.get_kind_display()} : {self.url}"


class Coverage(CheckedModel):
    """A commune whose young people a structure takes in. A commune may have several."""

    commune = models.ForeignKey(
        "catalogue.Commune",
        verbose_name=_("commune"),
        on_delete=models.PROTECT,
        related_name="coverages",
    )
    structure = models.ForeignKey(
        Structure,
        verbose_name=_("structure"),
        on_delete=models.CASCADE,
        related_name="coverages",
    )
    source = models.CharField(_("source"), max_length=200, blank=True)

    objects = CoverageQuerySet.as_manager()

    class Meta:
        verbose_name = _("commune accompagnée")
        verbose_name_plural = _("communes accompagnées")
        ordering = ["commune__name", "commune_id", "structure_id"]
        constraints = [
            models.UniqueConstraint(
                fields=["commune", "structure"],
                name="coverage_once",
                violation_error_message=_("Cette structure accompagne déjà cette commune."),
            ),
        ]

    def __str__(self):
        return f"{self.commune} → {self.structure}"
