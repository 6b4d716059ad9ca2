"""A partner's recurring file."""

import hashlib
import hmac
import secrets

from django.core.validators import MaxValueValidator, URLValidator
from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from catalogue.models.base import HeldModel, holder_constraint
from imports import targets
from imports.querysets import FeedQuerySet


class Feed(HeldModel):
    """It speaks for its holder: what it may write is what a member of that structure, or network,
    may see."""

    class Mode(models.TextChoices):
        UPDATES = "updates", _("ajouts et mises à jour")
        FULL = "full", _("liste complète")

    class Policy(models.TextChoices):
        ALL_OR_NOTHING = "all-or-nothing", _("tout ou rien")
        VALID_ROWS = "valid-rows", _("les lignes justes seulement")

    class Frequency(models.TextChoices):
        HOURLY = "hourly", _("chaque heure")
        DAILY = "daily", _("chaque jour")
        WEEKLY = "weekly", _("chaque semaine")

    name = models.CharField(_("nom"), max_length=120)
    code = models.SlugField(
        _("code"),
        max_length=60,
        unique=True,
        help_text=_("Utilisé par la ligne de commande et les envois automatiques."),
    )
    target = models.CharField(_("contenu du fichier"), max_length=40)

    partner = models.ForeignKey(
        "catalogue.Partner",
        verbose_name=_("partenaire"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="feeds",
        help_text=_("Celui qui fournit le fichier : ses offres lui sont rattachées."),
    )

    # How its file reads; empty where it is to be guessed.
    encoding = models.CharField(_("encodage"), max_length=20, blank=True)
    delimiter = models.CharField(_("séparateur"), max_length=1, blank=True)
    sheet = models.CharField(_("feuille"), max_length=100, blank=True)
    header_line = models.PositiveSmallIntegerField(
        _("ligne des titres"), null=True, blank=True, validators=[MaxValueValidator(1_000)]
    )
    #: Normalised header → name of the column of the target, or "" for one to leave out.
    mapping = models.JSONField(_("correspondance des colonnes"), default=dict, blank=True)

    mode = models.CharField(_("mode"), max_length=10, choices=Mode.choices, default=Mode.UPDATES)
    policy = models.CharField(
        _("en cas d’erreur"), max_length=20, choices=Policy.choices, default=Policy.ALL_OR_NOTHING
    )
    withdrawal_threshold = models.PositiveSmallIntegerField(
        _("seuil de retraits (%)"),
        default=10,
        validators=[MaxValueValidator(100)],
        help_text=_("Au-delà, une liste complète demande une seconde confirmation."),
    )
    applies_alone = models.BooleanField(
        _("appliquer sans relecture"),
        default=False,
        help_text=_(
            "Pour les envois automatiques sans aucune erreur et sous le seuil de retraits."
        ),
    )
    contact_email = models.EmailField(
        _("contact à prévenir"),
        blank=True,
        help_text=_("Reçoit un e-mail quand un envoi automatique attend, échoue ou est appliqué."),
    )

    # Where to fetch it from.
    url = models.URLField(
        _("adresse du fichier"),
        blank=True,
        max_length=500,
        validators=[URLValidator(schemes=["http", "https"])],
    )
    frequency = models.CharField(
        _("fréquence"), max_length=10, choices=Frequency.choices, blank=True
    )
    etag = models.CharField(max_length=300, blank=True, editable=False)
    last_modified = models.CharField(max_length=100, blank=True, editable=False)
    pulled_at = models.DateTimeField(_("récupéré le"), null=True, editable=False)
    pull_error = models.CharField(_("dernier échec"), max_length=300, blank=True, editable=False)

    #: SHA-256 of the token of the push API; the token itself is shown once and kept nowhere.
    token_hash = models.CharField(max_length=64, blank=True, editable=False)

    is_active = models.BooleanField(_("actif"), default=True)
    is_demonstration = models.BooleanField(
        _("données de démonstration"),
        default=False,
        help_text=_("Tout ce que ce flux apporte est marqué comme donnée de démonstration."),
    )
    created_at = models.DateTimeField(_("créé le"), auto_now_add=True)
    updated_at = models.DateTimeField(_("modifié le"), auto_now=True)

    objects = FeedQuerySet.as_manager()

    class Meta:
        verbose_name = _("flux")
        verbose_name_plural = _("flux")
        ordering = ["name", "pk"]
        constraints = [
            holder_constraint("feed_structure_or_network"),
            models.CheckConstraint(
                name="feed_threshold_is_a_percentage",
                condition=Q(withdrawal_threshold__lte=100),
            ),
            models.CheckConstraint(
                name="feed_pulled_at_a_frequency",
                condition=Q(frequency="") | ~Q(url=""),
                violation_error_message=_("Une fréquence demande l’adresse du fichier."),
            ),
        ]

    def __str__(self):
        return self.name

    @cached_property
    def target_definition(self):
        """The `imports.targets.Target`. Raises LookupError where no module declares it any more."""
        return targets.get(self.target).for_feed(self)

    @property
    def is_supported(self):
        try:
            return bool(self.target_definition)
        except LookupError:
            return False

    @property
    def withdraws(self):
        return self.mode == self.Mode.FULL

    def new_token(self):
        """Gives the feed another token, unsaved; returned once, in clear."""
        token = secrets.token_urlsafe(32)
        self.token_hash = hashlib.sha256(token.encode()).hexdigest()
        return token

    def accepts_token(self, token):
        digest = hashlib.sha256(token.encode()).hexdigest()
        return bool(self.token_hash) and hmac.compare_digest(digest, self.token_hash)
