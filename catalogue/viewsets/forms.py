"""Forms that offer, and accept, nothing but what the person may use."""

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.permissions import policy_registry

from catalogue.querysets import VisibleQuerySet


class CatalogueForm(WagtailAdminModelForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.restrict(self)
        for formset in self.formsets.values():
            for form in formset.forms:
                self.restrict(form)

    @property
    def action(self):
        return "change" if self.instance.pk else "add"

    @property
    def policy(self):
        return policy_registry.get_by_type(self._meta.model)

    @property
    def is_for_the_country(self):
        """Whether the person does this for everybody, and not for one region or structure."""
        if not self.for_user or self.for_user.is_superuser:
            return True
        return self.policy.memberships_allowing(self.for_user, [self.action]).national().exists()

    def restrict(self, form):
        """Limits every choice to where the person may do this, besides what is chosen already."""
        fields = {
            name: field
            for name, field in form.fields.items()
            if isinstance(field, forms.ModelChoiceField)
            and isinstance(field.queryset, VisibleQuerySet)
        }
        if not fields or not self.for_user or self.for_user.is_superuser:
            return
        memberships = self.policy.memberships_allowing(self.for_user, [self.action])
        chosen = self.stored_choices(form.instance, fields)
        for name, field in fields.items():
            field.queryset = field.queryset.visible_to(self.for_user, memberships)
            if chosen.get(name):
                field.queryset |= field.queryset.model.objects.filter(pk=chosen[name])

    @staticmethod
    def stored_choices(instance, names):
        """From the row itself: a draft or an old revision may name what the person may not use."""
        names = [name for name in names if not instance._meta.get_field(name).many_to_many]
        rows = type(instance)._base_manager.filter(pk=instance.pk)
        return (instance.pk and rows.values(*names).first()) or {}


class OwnedForm(CatalogueForm):
    """For objects that would escape from whoever saves them without an owner."""

    owner_field = "structure"
    without_owner_message = _("Choisissez une structure.")

    def may_do_without_owner(self):
        return any(
            in_network for _role, in_network in self.policy.allowing(self.for_user, [self.action])
        )

    def clean(self):
        cleaned = super().clean()
        if (
            self.for_user
            and not self.for_user.is_superuser
            and self.owner_field in cleaned
            and cleaned[self.owner_field] is None
            and not self.may_do_without_owner()
        ):
            self.add_error(self.owner_field, self.without_owner_message)
        return cleaned


class HeldForm(CatalogueForm):
    """For what a structure or a network holds, as a membership does."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.restrict_network()

    def restrict_network(self):
        """Members of a structure see the network it belongs to, and don't speak for it."""
        if not self.for_user or self.for_user.is_superuser:
            return
        memberships = self.policy.memberships_allowing(self.for_user, [self.action])
        own = memberships.filter(network__isnull=False).values("network")
        field = self.fields["network"]
        field.queryset = field.queryset.model.objects.filter(
            Q(pk__in=own) | Q(parent__in=own) | Q(pk=self.instance.network_id)
        )

    def clean(self):
        """The database refuses none, and both at once; where there is none, say it in its place."""
        cleaned = super().clean()
        if (
            not cleaned.get("structure")
            and not cleaned.get("network")
            and not self.errors.keys() & {"structure", "network"}
        ):
            self.add_error("structure", _("Choisissez une structure ou un réseau."))
        return cleaned
