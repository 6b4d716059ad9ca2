"""Forms that editors make: what visitors send, read by those who may edit the page, then erased."""

from datetime import timedelta

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.contrib.forms.models import AbstractFormField, EmailFormMixin, FormMixin
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.fields import StreamField
from wagtail.search import index

from cms.blocks import BeforeFormBlock
from cms.form_fields import CONSENT, FIELD_TYPES, TRAP, VisitorFormBuilder

from .base import BasePage

LONGEST_ANSWERS_KEPT = 730


class FormPage(RoutablePageMixin, EmailFormMixin, FormMixin, BasePage):
    form_builder = VisitorFormBuilder

    body = StreamField(BeforeFormBlock(), verbose_name=_("avant le formulaire"), blank=True)
    button = models.CharField(_("texte du bouton"), max_length=30, default=_("Envoyer"))
    consent = models.TextField(
        _("accord demandé"),
        max_length=400,
        default=_("J’accepte que l’équipe lise mes réponses pour me répondre, et rien d’autre."),
        help_text=_("À cocher pour envoyer. Dites qui lit les réponses, et pour quoi faire."),
    )
    kept_days = models.PositiveSmallIntegerField(
        _("jours de conservation"),
        default=90,
        validators=[MinValueValidator(1), MaxValueValidator(LONGEST_ANSWERS_KEPT)],
        help_text=_("Passé ce délai, chaque réponse est effacée d’elle-même. La page le dit."),
    )
    thanks = models.TextField(
        _("remerciement"),
        max_length=400,
        default=_("On te répond dès que possible."),
        help_text=_("Montré après l’envoi : dites quand vous répondez."),
    )

    page_description = _("Des questions aux visiteurs, dont les réponses s’effacent d’elles-mêmes.")
    parent_page_types = [
        "cms.HomePage",
        "cms.SectionPage",
        "cms.StandardPage",
        "cms.ContactPage",
    ]
    subpage_types: list[str] = []
    content_panels = [
        *BasePage.content_panels,
        FieldPanel("body"),
        InlinePanel(
            "form_fields",
            label=_("question"),
            heading=_("questions"),
            min_num=1,
            help_text=_("Ne demandez que ce qui sert à répondre."),
        ),
        FieldPanel("button"),
        MultiFieldPanel(
            [FieldPanel("consent"), FieldPanel("kept_days")], heading=_("Données personnelles")
        ),
        FieldPanel("thanks"),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("to_address"), FieldPanel("subject")])],
            heading=_("Prévenir par e-mail"),
            help_text=_(
                "L’e-mail dit qu’une réponse est arrivée et y mène : il ne la contient pas, pour "
                "qu’elle s’efface vraiment."
            ),
        ),
    ]
    search_fields = [*BasePage.search_fields, index.SearchField("body")]
    api_fields = [*BasePage.api_fields, "body", "consent", "kept_days"]

    class Meta:
        verbose_name = _("formulaire")
        verbose_name_plural = _("formulaires")

    @path("")
    def form_view(self, request):
        return self.show(request, self.get_form(page=self))

    @path("merci/")
    def thanks_view(self, request):
        trail = [(self.title, self.get_absolute_url()), (_("C’est envoyé"), "")]
        return render(request, "cms/form_thanks.html", {"page": self, "trail": trail})

    def show(self, request, form, status=200):
        return render(request, "cms/form_page.html", {"page": self, "form": form}, status=status)

    def serve_preview(self, request, mode_name):
        request.is_preview = True
        return self.thanks_view(request) if mode_name == "landing" else self.form_view(request)

    @property
    def action(self):
        """What is sent goes to a URL of its own; a page that was never saved has none yet."""
        return reverse("cms:form", args=[self.pk or 0])

    @property
    def thanks_url(self):
        return f"{self.get_absolute_url()}merci/"

    def get_form_class(self):
        asked = super().get_form_class()
        consent = forms.BooleanField(
            label=self.consent,
            error_messages={"required": _("Sans ton accord, on ne peut pas lire tes réponses.")},
        )
        trap = forms.CharField(
            label=_("Laisse ce champ vide"),
            required=False,
            widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
        )
        return type("VisitorForm", (asked,), {CONSENT: consent, TRAP: trap})

    def process_form_submission(self, form):
        """Nothing is kept of the consent, without which nothing is, nor of the trap."""
        for name in (CONSENT, TRAP):
            form.cleaned_data.pop(name, None)
        return super().process_form_submission(form)

    def send_mail(self, form):
        from cms.tasks import tell_of_answer  # noqa: PLC0415 — it needs the models

        tell_of_answer.enqueue(self.pk)

    def get_submissions_list_view_class(self):
        from cms.viewsets.submissions import SubmissionsView  # noqa: PLC0415 — Wagtail's need models

        return SubmissionsView

    def old_submissions(self, now=None):
        limit = (now or timezone.now()) - timedelta(days=self.kept_days)
        return self.get_submissions().filter(submit_time__lt=limit)


class FormField(AbstractFormField):
    page = ParentalKey(FormPage, on_delete=models.CASCADE, related_name="form_fields")
    field_type = models.CharField(_("type de réponse"), max_length=16, choices=FIELD_TYPES)
    field_type.required_on_save = True

    class Meta(AbstractFormField.Meta):
        verbose_name = _("question")
        verbose_name_plural = _("questions")
