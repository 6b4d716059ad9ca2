"""Whose images and documents are whose."""

from django.db import models
from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from wagtail.models import Collection

from catalogue.models import Network, Structure
from catalogue.querysets import HeldQuerySet


class LibraryQuerySet(HeldQuerySet):
    def holding(self):
        """A condition on collections: those of these libraries, and all below them."""
        path = ExpressionWrapper(OuterRef("path"), output_field=CharField())
        return Exists(self.alias(below=path).filter(below__startswith=F("collection__path")))


class Library(models.Model):
    """The collection of a structure or of a network: what is in none of them is everybody's.

    When its structure or its network is deleted it is nobody's any more, and never everybody's.
    """

    collection = models.OneToOneField(
        Collection,
        verbose_name=_("collection"),
        on_delete=models.CASCADE,
        related_name="library",
    )
    structure = models.OneToOneField(
        Structure,
        verbose_name=_("structure"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="library",
    )
    network = models.OneToOneField(
        Network,
        verbose_name=_("réseau"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="library",
    )

    objects = LibraryQuerySet.as_manager()

    class Meta:
        verbose_name = _("médiathèque")
        verbose_name_plural = _("médiathèques")
        ordering = ["collection__name", "pk"]
        constraints = [
            models.CheckConstraint(
                name="library_of_one_at_most",
                condition=Q(structure__isnull=True) | Q(network__isnull=True),
                violation_error_message=_("Choisissez une structure ou un réseau, pas les deux."),
            )
        ]

    def __str__(self):
        return str(self.structure or self.network or self.collection)
