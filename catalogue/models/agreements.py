"""What the network and its partners promised each other, and how they follow it up."""

from uuid import uuid4

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.models import Orderable, RevisionMixin

from catalogue import agreements, paths
from catalogue.files import check_document, private_storage, suffix
from catalogue.wording import say_day

from .base import CheckedModel, HeldModel, holder_constraint, period_constraint

LOOP = _("Cette convention fait déjà suite à celle que vous modifiez.")


class Agreement(RevisionMixin, CheckedModel, HeldModel, ClusterableModel):
    """A convention that a structure, or a network, signed with one partner or several."""

    code = models.SlugField(_("code"), max_length=60, unique=True)
    title = models.CharField(
        _("titre"), max_length=200, help_text=_("Par exemple « Convention avec l’EPIDE ».")
    )
    partners = models.ManyToManyField(
        "catalogue.Partner",
        verbose_name=_("partenaires"),
        through="catalogue.AgreementParty",
        related_name="agreements",
    )
    is_public = models.BooleanField(
        _("publique"),
        default=False,
        help_text=_("Son titre, ses objectifs et ses dates se lisent alors sur le site."),
    )

    # What it is for
    aims = models.TextField(_("objectifs"), blank=True)
    network_commitments = models.TextField(
        _("engagements du réseau"), blank=True, help_text=_("Un par ligne.")
    )
    partner_commitments = models.TextField(
        _("engagements du partenaire"), blank=True, help_text=_("Un par ligne.")
    )
    commitments_are_public = models.BooleanField(
        _("engagements publics"),
        default=False,
        help_text=_(
            "Ce que chacun promet se lit alors sur la page du partenariat, si la convention est "
            "publique."
        ),
    )
    schemes = ParentalManyToManyField(
        "catalogue.Scheme",
        verbose_name=_("dispositifs"),
        related_name="agreements",
        blank=True,
        help_text=_("Ceux que porte le partenaire : le bilan reprend leurs chiffres."),
    )

    # Signature and duration
    signed_on = models.DateField(_("signée le"), null=True, blank=True)
    signed_month_only = models.BooleanField(
        _("jour inconnu"),
        default=False,
        help_text=_("Coché, seuls le mois et l’année de la signature comptent."),
    )
    signed_at = models.CharField(_("signée à"), max_length=100, blank=True)
    signatories = models.TextField(
        _("signataires"), blank=True, help_text=_("Un par ligne : qui signe, et pour qui.")
    )
    starts_on = models.DateField(_("début"), null=True, blank=True)
    ends_on = models.DateField(
        _("fin"),
        null=True,
        blank=True,
        help_text=_("Dernier jour. Vide : jusqu’à ce qu’une autre prenne la suite."),
    )
    predecessor = models.ForeignKey(
        "self",
        verbose_name=_("fait suite à"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="successors",
    )

    objects = agreements.AgreementQuerySet.as_manager()

    class Meta:
        verbose_name = _("convention")
        verbose_name_plural = _("conventions")
        ordering = ["title", "code"]
        constraints = [
            period_constraint("agreement_period", "starts_on", "ends_on"),
            holder_constraint("agreement_of_structure_or_network"),
            models.CheckConstraint(
                name="agreement_not_its_own_predecessor",
                condition=Q(predecessor__isnull=True) | ~Q(predecessor=F("id")),
                violation_error_message=_("Une convention ne fait pas suite à elle-même."),
            ),
            models.CheckConstraint(
                name="agreement_month_of_a_signature",
                condition=Q(signed_month_only=False) | Q(signed_on__isnull=False),
                violation_error_message=_("Indiquez un jour quelconque du mois de la signature."),
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def signed_when(self):
        """« le 10 mai 2019 », or « en août 2014 » where the day isn't known."""
        if self.signed_on is None:
            return ""
        if self.signed_month_only:
            return _("en %(month)s") % {"month": date_format(self.signed_on, "F Y")}
        return _("le %(day)s") % {"day": say_day(self.signed_on, year=True)}

    @property
    def lasts(self):
        """« du 10 mai 2019 au 9 mai 2022 »."""
        if self.starts_on is None:
            return ""
        start = say_day(self.starts_on, year=True)
        if self.ends_on is None:
            return _("depuis le %(start)s") % {"start": start}
        end = say_day(self.ends_on, year=True)
        return _("du %(start)s au %(end)s") % {"start": start, "end": end}

    @property
    def is_over(self):
        return self.ends_on is not None and self.ends_on < timezone.localdate()

    @property
    def public_commitments(self):
        """[(who promises, [what])], as far as the holder lets anybody know."""
        if not self.commitments_are_public:
            return []
        sides = [
            (self.holder, self.network_commitments),
            (_("Le partenaire"), self.partner_commitments),
        ]
        told = [(who, [line.strip() for line in text.splitlines()]) for who, text in sides]
        return [(who, kept) for who, lines in told if (kept := [line for line in lines if line])]

    @property
    def first_year(self):
        """The first of which something can be told."""
        began = self.starts_on or self.signed_on or timezone.localdate(self.created_at)
        return began.year

    def clean(self):
        super().clean()
        if agreements.loops(self, type(self).objects):
            raise ValidationError({"predecessor": LOOP})

    @transaction.atomic
    def save(self, *args, **kwargs):
        """No constraint can follow the chain: the rows are locked while it is read."""
        if agreements.loops(self, type(self).objects.select_for_update()):
            raise ValidationError({"predecessor": LOOP})
        super().save(*args, **kwargs)


class AgreementParty(Orderable):
    agreement = ParentalKey(Agreement, on_delete=models.CASCADE, related_name="parties")
    partner = models.ForeignKey(
        "catalogue.Partner",
        verbose_name=_("partenaire"),
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta(Orderable.Meta):
        verbose_name = _("partenaire de la convention")
        verbose_name_plural = _("partenaires de la convention")
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "partner"],
                name="agreement_party_once",
                violation_error_message=_("Ce partenaire est déjà dans la convention."),
            )
        ]

    def __str__(self):
        return str(self.partner)


class AgreementMeeting(models.Model):
    """A steering committee: planned, then held."""

    agreement = ParentalKey(Agreement, on_delete=models.CASCADE, related_name="meetings")
    planned_on = models.DateField(_("prévu le"))
    held_on = models.DateField(
        _("tenu le"), null=True, blank=True, help_text=_("Vide tant qu’il n’a pas eu lieu.")
    )
    place = models.CharField(_("lieu"), max_length=150, blank=True)
    minutes = models.TextField(_("compte rendu"), blank=True)
    decisions = models.TextField(_("décisions"), blank=True, help_text=_("Une par ligne."))

    class Meta:
        verbose_name = _("comité de pilotage")
        verbose_name_plural = _("comités de pilotage")
        ordering = ["-planned_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "planned_on"],
                name="agreement_meeting_once",
                violation_error_message=_("Un comité est déjà prévu ce jour-là."),
            ),
            models.CheckConstraint(
                name="agreement_meeting_held_to_be_told",
                condition=Q(held_on__isnull=False) | Q(minutes="", decisions=""),
                violation_error_message=_(
                    "Un compte rendu ou des décisions : indiquez quel jour le comité s’est tenu."
                ),
            ),
        ]

    def __str__(self):
        return say_day(self.held_on or self.planned_on, year=True)

    def clean(self):
        super().clean()
        if self.held_on and self.held_on > timezone.localdate():
            raise ValidationError({"held_on": _("Ce jour n’est pas encore venu.")})


def document_path(document, filename):
    """The sender's file name is never used as a path."""
    return f"agreements/{uuid4().hex}{suffix(filename)}"


class AgreementDocument(models.Model):
    """The signed text, an amendment, the minutes of a committee…"""

    class Kind(models.TextChoices):
        AGREEMENT = "agreement", _("convention signée")
        AMENDMENT = "amendment", _("avenant")
        MINUTES = "minutes", _("compte rendu")
        OTHER = "other", _("autre document")

    agreement = ParentalKey(Agreement, on_delete=models.CASCADE, related_name="documents")
    kind = models.CharField(_("type"), max_length=10, choices=Kind.choices, default=Kind.AGREEMENT)
    title = models.CharField(_("titre"), max_length=150)
    file = models.FileField(
        _("fichier"),
        storage=private_storage,
        upload_to=document_path,
        max_length=200,
        validators=[check_document],
    )
    is_public = models.BooleanField(
        _("public"),
        default=False,
        help_text=_("Chacun peut le lire, si la convention est publique."),
    )
    created_at = models.DateTimeField(_("ajouté le"), auto_now_add=True)

    objects = agreements.AgreementDocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("document de la convention")
        verbose_name_plural = _("documents de la convention")
        ordering = ["kind", "pk"]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return paths.agreement_document(self.pk)

    @property
    def internal_url(self):
        return reverse("catalogue_agreement_document", args=[self.pk])


class AgreementReminder(models.Model):
    """What the holder was told, so that it is told once."""

    class Kind(models.TextChoices):
        ENDING = "ending", _("la fin approche")
        COMMITTEE = "committee", _("aucun comité depuis un an")

    agreement = models.ForeignKey(
        Agreement,
        verbose_name=_("convention"),
        on_delete=models.CASCADE,
        related_name="reminders",
    )
    kind = models.CharField(_("motif"), max_length=10, choices=Kind.choices)
    about = models.DateField(
        _("au sujet du"),
        help_text=_("Le jour de la fin ; celui du dernier comité ou, sans comité, du début."),
    )
    made_at = models.DateTimeField(_("envoyé le"), auto_now_add=True)

    class Meta:
        verbose_name = _("rappel")
        verbose_name_plural = _("rappels")
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "kind", "about"], name="agreement_reminder_once"
            )
        ]

    def __str__(self):
        return f"{self.agreement} : {self.get_kind_display()}"
