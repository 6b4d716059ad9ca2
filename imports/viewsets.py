"""The settings of a feed: a form of Wagtail's. Its list and its page are in `imports.views`."""

from urllib.parse import urlsplit

from django import forms
from django.urls import path, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    MultiFieldPanel,
    ObjectList,
    TabbedInterface,
    TitleFieldPanel,
)
from wagtail.admin.views import generic
from wagtail.admin.views.generic import history
from wagtail.admin.viewsets.model import ModelViewSet

from catalogue.viewsets.forms import HeldForm
from catalogue.viewsets.views import ObjectPermissionMixin
from imports import targets
from imports.models import Feed


class FeedForm(HeldForm):
    """What a feed may write is what its structure or network may see: nobody opens more by it
    than what their own memberships open."""

    target = forms.ChoiceField(label=_("Contenu du fichier"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["target"].choices = [("", _("À choisir…"))] + [
            (target.code, capfirst(str(target.label))) for target in targets.all_targets()
        ]
        if self.instance.pk and not self.instance.is_supported:
            # It can still be renamed, and switched off.
            self.fields["target"].choices += [(self.instance.target, _("Contenu inconnu"))]
        # Its rows and its history speak of one kind of object.
        self.fields["target"].disabled = bool(self.instance.pk) and self.instance.batches.exists()

    def clean(self):
        cleaned = super().clean()
        self.check_target(cleaned)
        return cleaned

    def clean_url(self):
        """Colleagues read it, and e-mails quote it: it is no place for a password."""
        url = self.cleaned_data["url"]
        if "@" in urlsplit(url).netloc:
            raise forms.ValidationError(
                _("L’adresse ne peut contenir ni identifiant ni mot de passe.")
            )
        return url

    def check_target(self, cleaned):
        code = cleaned.get("target")
        try:
            target = targets.get(code)
        except LookupError:
            return
        may_write = (
            not self.for_user
            or not target.policy
            or target.policy.user_has_permission(self.for_user, "change")
        )
        if not may_write:
            self.add_error("target", _("Vous n’avez pas le droit d’écrire ce contenu vous-même."))
        if target.is_for_networks and not cleaned.get("network"):
            self.add_error(
                "network", _("Ce contenu est partagé par tous : seul un réseau peut l’apporter.")
            )
        if cleaned.get("mode") == Feed.Mode.FULL and target.withdrawn is None:
            self.add_error(
                "mode",
                _("Ce contenu n’arrive que par ajouts et mises à jour."),
            )


EDIT_HANDLER = TabbedInterface(
    [
        ObjectList(
            [
                TitleFieldPanel("name", targets=["code"]),
                FieldPanel("target"),
                MultiFieldPanel(
                    [FieldRowPanel([FieldPanel("structure"), FieldPanel("network")])],
                    heading=_("Au nom de qui"),
                    help_text=_(
                        "Une structure, ou un réseau. Le flux ne peut écrire que ce qui leur "
                        "appartient."
                    ),
                ),
                FieldPanel("partner"),
                FieldPanel("contact_email"),
                FieldPanel("is_active"),
                FieldPanel("is_demonstration"),
                FieldPanel("code"),
            ],
            heading=_("Flux"),
        ),
        ObjectList(
            [
                FieldPanel(
                    "mode",
                    widget=forms.RadioSelect,
                    help_text=_(
                        "Liste complète : ce que le fichier ne cite plus est retiré du site, "
                        "sans être effacé."
                    ),
                ),
                FieldPanel("withdrawal_threshold"),
                FieldPanel("policy", widget=forms.RadioSelect),
                FieldPanel("applies_alone"),
            ],
            heading=_("Règles"),
        ),
        ObjectList(
            [
                FieldPanel("url"),
                FieldPanel("frequency"),
            ],
            heading=_("Récupération automatique"),
        ),
        ObjectList(
            [
                MultiFieldPanel(
                    [
                        FieldRowPanel([FieldPanel("encoding"), FieldPanel("delimiter")]),
                        FieldRowPanel([FieldPanel("sheet"), FieldPanel("header_line")]),
                    ],
                    heading=_("Si le fichier est mal lu"),
                    help_text=_(
                        "Laissez vide : Parvis devine. Remplissez seulement ce qu’il devine mal."
                    ),
                )
            ],
            heading=_("Lecture"),
        ),
    ],
    base_form_class=FeedForm,
)


class FeedPageMixin:
    """Back to the feed's own page, under « Imports »."""

    @property
    def breadcrumbs_items(self):
        return [
            {"url": reverse("wagtailadmin_home"), "label": _("Accueil")},
            {"url": reverse("imports:feeds"), "label": _("Imports")},
        ]


class CreateView(FeedPageMixin, generic.CreateView):
    page_title = _("Créer un flux")

    def get_page_subtitle(self):
        """Wagtail's title would be the name of what is made, and nothing else."""
        return ""

    def get_breadcrumbs_items(self):
        return [*self.breadcrumbs_items, {"url": "", "label": _("Nouveau flux")}]

    def get_success_url(self):
        return reverse("imports:feed", args=[self.object.pk])

    def get_success_buttons(self):
        return []


class EditView(FeedPageMixin, generic.EditView):
    def get_breadcrumbs_items(self):
        return [
            *self.breadcrumbs_items,
            {"url": self.get_success_url(), "label": self.object.name},
            {"url": "", "label": _("Réglages")},
        ]

    def get_success_url(self):
        return reverse("imports:feed", args=[self.object.pk])

    def get_success_buttons(self):
        return []


class HistoryView(FeedPageMixin, history.HistoryView):
    def get_breadcrumbs_items(self):
        return [
            *self.breadcrumbs_items,
            {"url": reverse("imports:feed", args=[self.object.pk]), "label": self.object.name},
            {"url": "", "label": _("Historique")},
        ]


class FeedViewSet(ModelViewSet):
    """Never deleted: what it brought remembers it. It is switched off instead."""

    model = Feed
    icon = "upload"
    add_view_class = CreateView
    edit_view_class = EditView
    history_view_class = HistoryView
    edit_handler = EDIT_HANDLER
    add_to_reference_index = False
    copy_view_enabled = False

    def get_common_view_kwargs(self, **kwargs):
        return super().get_common_view_kwargs(
            **{
                "index_url_name": "imports:feeds",
                "index_results_url_name": None,
                "delete_url_name": None,
                "usage_url_name": None,
                **kwargs,
            }
        )

    def construct_view(self, view_class, **kwargs):
        guarded = type(view_class.__name__, (ObjectPermissionMixin, view_class), {})
        return super().construct_view(guarded, **kwargs)

    def get_urlpatterns(self):
        return [
            path("nouveau/", self.add_view, name="add"),
            path("<int:pk>/reglages/", self.edit_view, name="edit"),
            path("<int:pk>/historique/", self.history_view, name="history"),
            path(
                "<int:pk>/historique/resultats/", self.history_results_view, name="history_results"
            ),
        ]


feed_viewset = FeedViewSet("imports_feed", url_prefix="imports/flux")
