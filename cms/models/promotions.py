"""Results that staff put first when somebody searches for something in particular."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from catalogue.remembered import Remembered
from catalogue.search.french import key_of, words
from cms.querysets import PromotionQuerySet

#: What may be put forward, each in a field of its own.
TARGETS = ["page", "scheme", "structure", "offer"]


def only(name):
    """The condition that this target is the one."""
    return Q(**{f"{other}__isnull": other != name for other in TARGETS})


def target(model, verbose_name):
    return models.ForeignKey(
        model,
        verbose_name=verbose_name,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
    )


class Promotion(models.Model):
    """Wagtail's own promotions lead to pages only, which keep none of the catalogue's objects."""

    text = models.CharField(
        _("quand on cherche"),
        max_length=60,
        help_text=_(
            "Exactement ces mots ; accents, majuscules et pluriels n’y changent rien. "
            "Un synonyme mène au même résultat."
        ),
    )
    key = models.CharField(max_length=200, db_index=True, editable=False)
    page = target(Page, _("page"))
    scheme = target("catalogue.Scheme", _("dispositif"))
    structure = target("catalogue.Structure", _("Mission Locale"))
    offer = target("catalogue.Offer", _("offre"))
    summary = models.CharField(
        _("phrase"),
        max_length=160,
        blank=True,
        help_text=_("Sous le titre. Vide : le résumé habituel."),
    )
    position = models.PositiveSmallIntegerField(
        _("ordre"), default=0, help_text=_("Le plus petit d’abord, quand il y en a plusieurs.")
    )

    objects = PromotionQuerySet.as_manager()

    class Meta:
        verbose_name = _("résultat mis en avant")
        verbose_name_plural = _("résultats mis en avant")
        ordering = ["key", "position", "pk"]
        constraints = [
            models.CheckConstraint(
                name="promotion_of_one_thing",
                condition=only("page") | only("scheme") | only("structure") | only("offer"),
                violation_error_message=_(
                    "Choisissez ce qui est mis en avant : une page, un dispositif, une Mission "
                    "Locale ou une offre, et une seule chose à la fois."
                ),
            )
        ]

    def __str__(self):
        return f"{self.text} → {self.target}"

    def save(self, *args, **kwargs):
        self.key = key_for(self.text)
        super().save(*args, **kwargs)

    @property
    def target(self):
        return next((found for name in TARGETS if (found := getattr(self, name))), None)


def all_keys():
    return set(Promotion.objects.values_list("key", flat=True))


#: What is searched for that has a promotion; for all the rest nothing more is asked.
promoted_keys = Remembered("cms.promotions", all_keys)


def key_for(text):
    """How two texts are known to search for the same thing."""
    return key_of(words(text))[:200]
