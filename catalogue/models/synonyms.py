"""What people type, and what the site calls it."""

from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from catalogue.querysets import SynonymQuerySet


class Synonym(models.Model):
    """Who searches for the one finds the other too; not the other way round."""

    text = models.CharField(
        _("ce que l’on tape"),
        max_length=60,
        help_text=_(
            "Par exemple : « RSA jeunes ». Accents, majuscules et pluriels n’y changent rien."
        ),
    )
    meaning = models.CharField(
        _("ce que le site dit"),
        max_length=60,
        help_text=_("Par exemple : « contrat d’engagement jeune ». La recherche le montre."),
    )

    objects = SynonymQuerySet.as_manager()

    class Meta:
        verbose_name = _("synonyme")
        verbose_name_plural = _("synonymes")
        ordering = ["text", "meaning", "pk"]
        constraints = [
            models.UniqueConstraint(
                Lower("text"),
                Lower("meaning"),
                name="synonym_once",
                violation_error_message=_("Ce synonyme existe déjà."),
            )
        ]

    def __str__(self):
        return f"{self.text} → {self.meaning}"
