"""Who works where, in which role: the only thing that opens the catalogue to somebody."""

import django_filters
from django import forms
from django.conf import settings
from django.contrib.auth.forms import PasswordResetForm
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.admin.ui.tables import Column

from accounts.models import User
from catalogue import resources
from catalogue.models import Membership, Network, Role, Structure
from catalogue.viewsets.base import CatalogueViewSet, tabs, visible
from catalogue.viewsets.forms import CatalogueForm


class MembershipForm(CatalogueForm):
    """Names the person by e-mail address, and invites who has no account yet.

    So nobody needs the list of accounts, nor the right to edit them.
    """

    email = forms.EmailField(label=_("Adresse e-mail"))
    first_name = forms.CharField(label=_("Prénom"), max_length=150, required=False)
    last_name = forms.CharField(label=_("Nom"), max_length=150, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            for name in ("email", "first_name", "last_name"):
                self.fields[name].initial = getattr(self.instance.user, name)
                self.fields[name].disabled = True
        if not self.is_for_the_country:
            self.withhold([role for role in Role.of_pages() if role != self.instance.role])

    def withhold(self, roles):
        """Pages are one tree for the whole site: it isn't for one region to hand them out."""
        field = self.fields["role"]
        field.choices = [choice for choice in field.choices if choice[0] not in roles]

    def clean(self):
        cleaned = super().clean()
        if not self.instance.pk and cleaned.get("email"):
            self.find_user(cleaned)
        return cleaned

    def find_user(self, cleaned):
        user = User.objects.filter(email__iexact=cleaned["email"]).first()
        if user:
            self.instance.user = user
            return
        for name in ("first_name", "last_name"):
            if not cleaned.get(name):
                self.add_error(name, _("À remplir : cette personne n’a pas encore de compte."))

    def _get_validation_exclusions(self):
        """`user` isn't a field here, yet the constraints are about it too once it is known."""
        exclusions = super()._get_validation_exclusions()
        return exclusions - {"user"} if self.instance.user_id else exclusions

    def save(self, commit=True):
        if not self.instance.user_id:
            self.instance.user = invite(
                *(self.cleaned_data[name] for name in ("email", "first_name", "last_name"))
            )
        return super().save(commit)


def invite(email, first_name, last_name):
    """A new account, whose owner chooses the password by following the link they receive."""
    user = User.objects.create_user(
        email, get_random_string(40), first_name=first_name, last_name=last_name
    )
    form = PasswordResetForm({"email": user.email})
    form.is_valid()
    form.save(
        domain_override=settings.WAGTAIL_SITE_NAME,
        subject_template_name="catalogue/admin/invitation_subject.txt",
        email_template_name="catalogue/admin/invitation.txt",
        extra_email_context={"base_url": settings.WAGTAILADMIN_BASE_URL},
    )
    return user


class MembershipFilterSet(WagtailFilterSet):
    structure = django_filters.ModelChoiceFilter(
        label=_("Structure"), queryset=visible(Structure), empty_label=_("Toutes")
    )
    network = django_filters.ModelChoiceFilter(
        label=_("Réseau"), queryset=visible(Network), empty_label=_("Tous")
    )

    class Meta:
        model = Membership
        fields = ["role"]


class MembershipViewSet(CatalogueViewSet):
    model = Membership
    icon = "key"
    add_item_label = _("Rattacher une personne")
    menu_order = 590  # just before the accounts
    add_to_settings_menu = True
    list_display = [
        "user",
        Column("email", label=_("Adresse e-mail"), accessor="user.email", sort_key="user__email"),
        "role",
        "structure",
        "network",
    ]
    list_related = ["user", "structure", "network"]
    search_fields = ["user__email", "user__first_name", "user__last_name", "structure__name"]
    filterset_class = MembershipFilterSet
    resource_class = resources.MembershipResource
    edit_handler = tabs(
        (
            _("Rattachement"),
            [
                MultiFieldPanel(
                    [
                        FieldPanel("email"),
                        FieldRowPanel([FieldPanel("first_name"), FieldPanel("last_name")]),
                    ],
                    heading=_("Personne"),
                    help_text=_(
                        "Une personne qui n’a pas encore de compte reçoit un e-mail pour choisir "
                        "son mot de passe."
                    ),
                ),
                FieldPanel("role"),
                MultiFieldPanel(
                    [FieldPanel("structure"), FieldPanel("network")],
                    heading=_("Où"),
                    help_text=_(
                        "Une structure, ou un réseau : le rôle vaut alors dans toutes ses "
                        "structures."
                    ),
                ),
            ],
        ),
        form=MembershipForm,
    )
