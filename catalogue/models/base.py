"""What the catalogue's models have in common."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from modelcluster.models import ClusterableModel
from wagtail.models import (
    DraftStateMixin,
    LockableMixin,
    PreviewableMixin,
    RevisionMixin,
    WorkflowMixin,
)

from catalogue.previews import public_page


def longitude_field(**options):
    return models.FloatField(
        _("longitude"),
        null=True,
        blank=True,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
        **options,
    )


def latitude_field(**options):
    return models.FloatField(
        _("latitude"),
        null=True,
        blank=True,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
        **options,
    )


def age_field(label, **options):
    return models.PositiveSmallIntegerField(
        label, null=True, blank=True, validators=[MaxValueValidator(99)], **options
    )


def point_constraint(name):
    """A point has both coordinates, in WGS84 bounds, or none."""
    return models.CheckConstraint(
        name=name,
        condition=Q(latitude__isnull=True, longitude__isnull=True)
        | Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
        violation_error_message=_(
            "Indiquez la latitude (entre −90 et 90) et la longitude (entre −180 et 180), "
            "ou laissez les deux vides."
        ),
    )


def holder_constraint(name):
    """Of a structure or of a network, never of both."""
    return models.CheckConstraint(
        name=name,
        condition=Q(structure__isnull=False, network__isnull=True)
        | Q(structure__isnull=True, network__isnull=False),
        violation_error_message=_("Choisissez une structure ou un réseau, pas les deux."),
    )


def period_constraint(name, start, end):
    """The end of a period, when known, isn't before its start."""
    return models.CheckConstraint(
        name=name,
        condition=Q(**{f"{start}__isnull": True})
        | Q(**{f"{end}__isnull": True})
        | Q(**{f"{end}__gte": F(start)}),
        violation_error_message=_("La date de fin est avant la date de début."),
    )


def ages_constraint(name, low="age_min", high="age_max"):
    """Ages stay under 100, and the highest isn't below the lowest."""
    return models.CheckConstraint(
        name=name,
        condition=(Q(**{f"{low}__isnull": True}) | Q(**{f"{low}__lte": 99}))
        & (Q(**{f"{high}__isnull": True}) | Q(**{f"{high}__lte": 99}))
        & (
            Q(**{f"{low}__isnull": True})
            | Q(**{f"{high}__isnull": True})
            | Q(**{f"{high}__gte": F(low)})
        ),
        violation_error_message=_("L’âge maximum est inférieur à l’âge minimum."),
    )


class HeldModel(models.Model):
    """What a structure, or a network, holds. See `HeldQuerySet` for who sees it; its model adds
    `holder_constraint` to its own."""

    structure = models.ForeignKey(
        "catalogue.Structure",
        verbose_name=_("structure"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="%(class)ss",
    )
    network = models.ForeignKey(
        "catalogue.Network",
        verbose_name=_("réseau"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="%(class)ss",
    )

    class Meta:
        abstract = True

    @property
    def holder(self):
        return self.structure or self.network


class CheckedModel(models.Model):
    """A record that somebody vouches for: when, and whether it is only a demonstration."""

    checked_on = models.DateField(
        _("vérifié le"),
        null=True,
        blank=True,
        help_text=_("Date à laquelle quelqu’un a vérifié ces informations à la source."),
    )
    is_demonstration = models.BooleanField(
        _("donnée de démonstration"),
        default=False,
        help_text=_("Affiche « donnée de démonstration » partout où l’objet apparaît."),
    )
    created_at = models.DateTimeField(_("créé le"), auto_now_add=True)
    updated_at = models.DateTimeField(_("modifié le"), auto_now=True)

    class Meta:
        abstract = True


class ReviewedModel(
    WorkflowMixin,
    DraftStateMixin,
    LockableMixin,
    RevisionMixin,
    PreviewableMixin,
    ClusterableModel,
):
    """What is edited in Wagtail: drafts, history, preview, workflow, lock."""

    class Meta:
        abstract = True

    @property
    def is_public(self):
        """What `public()` says of rows, for an object that another one names."""
        return self.live

    def serve_preview(self, request, mode_name):
        return public_page(request, self)


class EditorialModel(ReviewedModel, CheckedModel):
    """An object of the catalogue: somebody wrote it, and somebody vouches for it."""

    class Meta:
        abstract = True
