"""What a person may see and change: a role, in a structure or a network."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from catalogue.querysets import MembershipQuerySet

from .base import holder_constraint


class Role(models.TextChoices):
    """Each role has its Wagtail group of the same name, made by a migration."""

    COMMUNICATION = "communication", _("Communication")
    DATA = "data", _("Référent données")
    ADVISER = "adviser", _("Conseiller")
    STRUCTURE_HEAD = "structure-head", _("Responsable de structure")
    NETWORK_ADMIN = "network-admin", _("Administration du réseau")
    COMMUNICATOR = "communicator", _("Communication de structure")
    WRITER = "writer", _("Rédaction")

    @property
    def is_for_network(self):
        """Pages, schemes and memberships reach beyond one structure."""
        return self in {Role.NETWORK_ADMIN, *Role.of_pages()}

    @property
    def is_for_structure(self):
        return self in {Role.ADVISER, Role.COMMUNICATOR, Role.STRUCTURE_HEAD}

    @classmethod
    def of_pages(cls):
        """Those who write the pages, one tree for the whole site: with and without publishing."""
        return [cls.COMMUNICATION, cls.WRITER]


class Membership(models.Model):
    """A person's role in one structure, or in every structure of one network."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("compte"),
        on_delete=models.CASCADE,
        related_name="memberships",
    )
    role = models.CharField(_("rôle"), max_length=15, choices=Role.choices)
    structure = models.ForeignKey(
        "catalogue.Structure",
        verbose_name=_("structure"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="memberships",
    )
    network = models.ForeignKey(
        "catalogue.Network",
        verbose_name=_("réseau"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="memberships",
    )

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("rattachement")
        verbose_name_plural = _("rattachements")
        ordering = ["user__email", "role", "pk"]
        constraints = [
            holder_constraint("membership_structure_or_network"),
            models.UniqueConstraint(
                fields=["user", "role", "structure"],
                condition=Q(structure__isnull=False),
                name="membership_once_per_structure",
                violation_error_message=_("Cette personne a déjà ce rattachement."),
            ),
            models.UniqueConstraint(
                fields=["user", "role", "network"],
                condition=Q(network__isnull=False),
                name="membership_once_per_network",
                violation_error_message=_("Cette personne a déjà ce rattachement."),
            ),
        ]

    def __str__(self):
        return f"{self.user}, {self.get_role_display()}, {self.structure or self.network}"

    def clean(self):
        """A rule for those who give roles, not for the database: a network may have its reasons."""
        super().clean()
        if not self.role or bool(self.structure) == bool(self.network):
            return  # said elsewhere
        role = Role(self.role)
        if role.is_for_network and self.structure:
            raise ValidationError({"network": _("Ce rôle se donne pour un réseau.")})
        if role.is_for_structure and self.network:
            raise ValidationError({"structure": _("Ce rôle se donne pour une structure.")})
