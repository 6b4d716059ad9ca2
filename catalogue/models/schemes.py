"""Needs and the public schemes that answer them."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.models import Orderable
from wagtail.search import index

from catalogue import paths
from catalogue.querysets import SchemeQuerySet, ThemeQuerySet
from catalogue.vocabularies import Category

from .base import EditorialModel, age_field, ages_constraint, period_constraint


class Theme(models.Model):
    """A need, as young people name it: one line, one colour, one icon everywhere."""

    class Domain(models.TextChoices):
        PROFESSIONAL = "professional", _("professionnel")
        SOCIAL = "social", _("social")
        CITIZENSHIP = "citizenship", _("citoyenneté et vie quotidienne")

    class Line(models.TextChoices):
        """The seven lines of the design system (`static/css/tokens.css`)."""

        EMPLOI = "emploi", _("emploi")
        FORMATION = "formation", _("formation")
        ORIENTATION = "orientation", _("orientation")
        LOGEMENT = "logement", _("logement")
        SANTE = "sante", _("santé")
        MOBILITE = "mobilite", _("mobilité")
        CITOYEN = "citoyen", _("citoyenneté")

    code = models.SlugField(_("code"), max_length=20, unique=True)
    name = models.CharField(_("nom"), max_length=60)
    tagline = models.CharField(_("accroche"), max_length=100, blank=True)
    domain = models.CharField(_("domaine"), max_length=15, choices=Domain.choices)
    line = models.CharField(
        _("ligne"), max_length=12, choices=Line.choices, help_text=_("Couleur et pictogramme.")
    )
    category = models.CharField(
        _("thématique data·inclusion"), max_length=50, choices=Category.choices, blank=True
    )
    position = models.PositiveSmallIntegerField(_("ordre"), default=0)

    objects = ThemeQuerySet.as_manager()

    class Meta:
        verbose_name = _("thématique")
        verbose_name_plural = _("thématiques")
        ordering = ["position", "name", "pk"]

    def __str__(self):
        return self.name


class Scheme(index.Indexed, EditorialModel):
    """A public scheme: who may join, how, for how long, and on whose word."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("nom"), max_length=150)
    short_name = models.CharField(_("sigle"), max_length=30, blank=True)
    slug = models.SlugField(_("adresse de la page"), max_length=120, unique=True)
    summary = models.CharField(
        _("résumé"), max_length=300, help_text=_("Une ou deux phrases, en disant « tu ».")
    )
    description = models.TextField(_("description"), blank=True)
    themes = ParentalManyToManyField(
        Theme, verbose_name=_("thématiques"), related_name="schemes", blank=True
    )
    age_min = age_field(_("âge minimum"))
    age_max = age_field(_("âge maximum"), help_text=_("Dernier âge accepté, inclus."))
    age_max_disability = age_field(
        _("âge maximum avec un handicap"), help_text=_("Dernier âge accepté, inclus.")
    )
    conditions = models.TextField(
        _("conditions"), blank=True, help_text=_("Une condition par ligne, après « Oui, si ».")
    )
    how_to_join = models.TextField(_("comment faire"), blank=True)
    starts_on = models.DateField(_("en vigueur depuis"), null=True, blank=True)
    ends_on = models.DateField(
        _("en vigueur jusqu’au"),
        null=True,
        blank=True,
        help_text=_("Passée cette date, le dispositif est archivé : sa page reste lisible."),
    )
    replaced_by = models.ForeignKey(
        "self",
        verbose_name=_("remplacé par"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="replaces",
    )
    source_label = models.CharField(_("source"), max_length=150, blank=True)
    source_url = models.URLField(_("adresse de la source"), blank=True)

    objects = SchemeQuerySet.as_manager()

    search_fields = [
        index.SearchField("name", boost=3),
        index.SearchField("short_name", boost=3),
        index.AutocompleteField("name"),
        index.SearchField("summary"),
        index.SearchField("description"),
        index.SearchField("conditions"),
        index.FilterField("live"),
    ]

    class Meta:
        verbose_name = _("dispositif")
        verbose_name_plural = _("dispositifs")
        ordering = ["name", "code"]
        constraints = [
            ages_constraint("scheme_ages"),
            models.CheckConstraint(
                name="scheme_disability_extends",
                condition=Q(age_max_disability__isnull=True)
                | (Q(age_max_disability__lte=99) & Q(age_max__isnull=True))
                | (Q(age_max_disability__lte=99) & Q(age_max_disability__gte=F("age_max"))),
                violation_error_message=_(
                    "L’âge maximum avec un handicap prolonge l’âge maximum : il ne peut pas "
                    "être plus bas."
                ),
            ),
            period_constraint("scheme_period", "starts_on", "ends_on"),
            models.CheckConstraint(
                name="scheme_not_replaced_by_itself",
                condition=Q(replaced_by__isnull=True) | ~Q(replaced_by=F("id")),
                violation_error_message=_("Un dispositif ne peut pas se remplacer lui-même."),
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return paths.scheme(self.slug)

    @property
    def translated_into(self):
        """The codes of all the languages that it speaks, French among them."""
        return {settings.LANGUAGE_CODE} | {words.language for words in self.translations.all()}

    @property
    def is_archived(self):
        """Over: `Scheme.objects.current()` leaves it out."""
        return self.ends_on is not None and self.ends_on < timezone.localdate()


class SchemeFact(Orderable):
    """A figure or a date that may change: since when it holds, and who says so."""

    class Kind(models.TextChoices):
        FIGURE = "figure", _("repère (chiffre)")
        MILESTONE = "milestone", _("étape de son histoire")

    scheme = ParentalKey(Scheme, on_delete=models.CASCADE, related_name="facts")
    kind = models.CharField(_("type"), max_length=10, choices=Kind.choices, default=Kind.FIGURE)
    value = models.CharField(
        _("valeur"), max_length=40, blank=True, help_text=_("Par exemple « 15–20 h ».")
    )
    label = models.CharField(
        _("libellé"), max_length=250, help_text=_("Par exemple « d’activités par semaine ».")
    )
    valid_from = models.DateField(_("depuis le"))
    source_label = models.CharField(_("source"), max_length=150, blank=True)
    source_url = models.URLField(_("adresse de la source"), blank=True)
    checked_on = models.DateField(_("vérifié le"), null=True, blank=True)

    class Meta(Orderable.Meta):
        verbose_name = _("fait daté")
        verbose_name_plural = _("faits datés")

    def __str__(self):
        return f"{self.value} {self.label}".strip()


class SchemeStep(Orderable):
    """A stop on the way through a scheme."""

    scheme = ParentalKey(Scheme, on_delete=models.CASCADE, related_name="steps")
    title = models.CharField(_("titre"), max_length=60)
    text = models.CharField(_("texte"), max_length=250, blank=True)

    class Meta(Orderable.Meta):
        verbose_name = _("étape")
        verbose_name_plural = _("étapes")

    def __str__(self):
        return self.title
