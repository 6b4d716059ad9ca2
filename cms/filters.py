"""Which pages match what was asked: one FilterSet for their list, their feed and the API."""

from urllib.parse import urlencode

import django_filters as filters
from django.utils.translation import gettext_lazy as _

from catalogue.filters import ReferenceFilter
from catalogue.models import Scheme, Structure

from .models.categories import NewsCategory


class NewsFilterSet(filters.FilterSet):
    categorie = ReferenceFilter(
        "categories",
        queryset=NewsCategory.objects.all(),
        named_by=["slug"],
        label=_("catégorie"),
    )
    structure = ReferenceFilter(
        "structures__structure",
        queryset=Structure.objects.public(),
        named_by=["slug", "imilo_code"],
        label=_("Mission Locale"),
    )
    dispositif = ReferenceFilter(
        "schemes__scheme",
        queryset=Scheme.objects.public(),
        named_by=["slug", "code"],
        label=_("dispositif"),
    )

    @property
    def asked(self):
        """What was asked and exists, by the name of its parameter."""
        self.form.is_valid()
        return {name: value for name, value in self.form.cleaned_data.items() if value}

    @property
    def querystring(self):
        return urlencode({name: self.data[name] for name in self.asked})
