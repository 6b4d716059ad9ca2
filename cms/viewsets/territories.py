"""« Sites rattachés », in « Paramètres »: for superusers, unless they say otherwise."""

from django import forms
from django.conf import settings
from django.core.validators import RegexValidator
from django.db import transaction
from django.http.request import validate_host
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.models import Site

from cms.models import SiteTerritory
from cms.opening import LOCAL, open_site

host_name = RegexValidator(
    r"^(?!-)[a-z0-9-]+(\.[a-z0-9-]+)*$",
    _("Un nom d’hôte, sans « https:// » ni barre : region.exemple.fr."),
)


class SiteTerritoryForm(WagtailAdminModelForm):
    """With the host name and the name, which are the Wagtail site's."""

    hostname = forms.CharField(
        label=_("Nom d’hôte"),
        max_length=255,
        validators=[host_name],
        help_text=_("Par exemple : region.exemple.fr. Il doit déjà mener à ce serveur."),
    )
    name = forms.CharField(
        label=_("Nom du site"),
        max_length=40,
        help_text=_("En haut de chaque page et dans le titre des onglets."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["hostname"].initial = self.instance.site.hostname
            self.fields["name"].initial = self.instance.site.site_name

    def clean_hostname(self):
        name = self.cleaned_data["hostname"]
        others = Site.objects.exclude(pk=self.instance.site_id)
        if others.filter(hostname=name).exists():
            raise forms.ValidationError(_("Un site porte déjà ce nom d’hôte."))
        if not validate_host(name, settings.ALLOWED_HOSTS):
            raise forms.ValidationError(
                _("Ce serveur ne répond pas à ce nom : ajoutez-le d’abord à ALLOWED_HOSTS.")
            )
        is_public = name != LOCAL and not name.endswith(f".{LOCAL}")
        if is_public and others.filter(is_default_site=True, hostname=LOCAL).exists():
            raise forms.ValidationError(
                _(
                    "Le site national s’appelle encore « localhost » : donnez-lui d’abord son nom "
                    "d’hôte, dans « Paramètres », « Sites ». Ce site-ci doit pouvoir y mener."
                )
            )
        return name

    @transaction.atomic
    def save(self, commit=True):
        hostname, name = self.cleaned_data["hostname"], self.cleaned_data["name"]
        if not self.instance.pk:
            return open_site(self.instance, hostname, name)
        site = self.instance.site
        site.hostname, site.site_name = hostname, name
        site.save()
        return super().save(commit)


class SiteTerritoryViewSet(ModelViewSet):
    model = SiteTerritory
    name = "site_territories"
    url_prefix = "sites-rattaches"
    icon = "site"
    add_to_settings_menu = True
    copy_view_enabled = False
    list_display = [
        "__str__",
        Column("hostname", label=_("Nom d’hôte"), accessor="site.hostname"),
        Column("holder", label=_("Territoire")),
        Column("palette", label=_("Couleurs"), accessor="get_palette_display"),
    ]
    edit_handler = ObjectList(
        [
            FieldPanel("name"),
            FieldPanel("hostname"),
            MultiFieldPanel(
                [FieldPanel("network"), FieldPanel("structure")],
                heading=_("Territoire"),
                help_text=_(
                    "Un réseau ou une structure. Le site n’en montre que les structures, leurs "
                    "offres, leurs dates et leurs chiffres, et n’a que ses propres pages."
                ),
            ),
            MultiFieldPanel([FieldPanel("palette"), FieldPanel("logo")], heading=_("Apparence")),
        ],
        base_form_class=SiteTerritoryForm,
    )

    def get_index_view_kwargs(self, **kwargs):
        # Wagtail knows no gender.
        return super().get_index_view_kwargs(add_item_label=_("Ajouter un site rattaché"), **kwargs)
