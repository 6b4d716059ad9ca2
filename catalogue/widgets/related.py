"""Related objects, by the code that names them."""

import re
from collections import defaultdict

from django.db import models as db
from django.db.models import Case, Value, When
from django.utils.translation import gettext as _

from .base import CatalogueWidget, Refused, as_text, did_you_mean, nearest, plain, quoted

#: Suggestions looked for in one file: past that, it is the column that is wrong.
MAX_SUGGESTIONS = 200
#: Fields that name an object besides its code, for people.
NAMES = ("name", "short_name", "official_name")
SEPARATORS = re.compile(r"[,;|\n]")


def everything(queryset):
    return queryset


def in_reach(queryset, scope):
    """Whether `scope` keeps a row, as an expression."""
    near = scope(queryset)
    if near is queryset:
        return Value(True)
    return Case(
        When(pk__in=near.values("pk"), then=True), default=False, output_field=db.BooleanField()
    )


class RelatedWidget(CatalogueWidget):
    """The code of an object, or its exact name where just one object has it.

    `warm(scope)` reads the codes in one query: those that `scope(queryset)` keeps are understood,
    the others are refused. Without it, the first cell reads them all.
    """

    def __init__(self, model, code):
        super().__init__()
        self.model, self.code = model, code
        self.by_code = None

    def warm(self, scope):
        self.by_code, self.by_name, self.far, self.objects = {}, None, set(), {}
        self.suggestions_left = MAX_SUGGESTIONS
        self.rows = []
        for near, *row in self.read(scope):
            texts = (*self.aliases(*row[1:]), row[1])
            if near:
                self.rows.append(row)
                self.by_code.update(dict.fromkeys(texts, row))
            else:
                self.far.update(map(plain, texts))

    def read(self, scope):
        """(in reach or not, primary key, code, …) of each object that has a code."""
        queryset = self.model._default_manager.order_by()
        return (
            queryset.exclude(**{self.code: ""})
            .annotate(in_reach=in_reach(queryset, scope))
            .values_list("in_reach", "pk", self.code, *self.extra_fields(), *self.name_fields())
            .iterator(chunk_size=10_000)
        )

    def name_fields(self):
        found = {field.name for field in self.model._meta.concrete_fields}
        return [name for name in NAMES if name in found]

    def extra_fields(self):
        """What `aliases` needs."""
        return ()

    def aliases(self, code, *values):
        """Other texts that name this object beyond doubt."""
        return ()

    def render(self, value, obj=None, **kwargs):
        return "" if value is None else getattr(value, self.code)

    def understand(self, value, row):
        if self.by_code is None:
            self.warm(everything)
        text = as_text(value)
        return self.instance(self.by_code.get(text) or self.named(text))

    def instance(self, row):
        pk, code = row[:2]
        if pk not in self.objects:
            self.objects[pk] = self.model(**{"pk": pk, self.code: code})
        return self.objects[pk]

    def named(self, text):
        key = plain(text)
        if self.by_name is None:
            self.by_name = self.index_of_names()
        found = self.by_name.get(key, [])
        if len(found) == 1:
            return found[0]
        if found:
            raise self.ambiguous(text, [row[1] for row in found])
        if key in self.far:
            raise Refused(
                "out-of-reach",
                _("%(value)s n’est pas à vous.") % {"value": quoted(text)},
                _("Vérifiez le code, ou demandez à l’administration de votre réseau."),
            )
        raise Refused("unknown", self.unknown(text), self.suggestion(key))

    def index_of_names(self):
        """Codes are here, too: some are typed with another case, or without their hyphens."""
        index = defaultdict(list)
        skipped = 2 + len(self.extra_fields())
        for row in self.rows:
            for key in {plain(text) for text in (row[1], *row[skipped:])} - {""}:
                index[key].append(row)
        return dict(index)

    def unknown(self, text):
        return _("%(value)s n’est pas dans la liste des %(objects)s.") % {
            "value": quoted(text),
            "objects": self.model._meta.verbose_name_plural,
        }

    def suggestion(self, key):
        self.suggestions_left -= 1
        if self.suggestions_left < 0 or not key:
            return ""
        found = nearest(key, self.by_name)
        return did_you_mean(self.label(found[0])) if found else ""

    def label(self, row):
        names = row[2 + len(self.extra_fields()) :]
        return f"{row[1]} ({names[0]})" if names else str(row[1])

    def ambiguous(self, text, codes):
        return Refused(
            "ambiguous",
            _("%(value)s désigne plusieurs objets de la liste des %(objects)s.")
            % {"value": quoted(text), "objects": self.model._meta.verbose_name_plural},
            _("Écrivez son code : %(codes)s.") % {"codes": ", ".join(sorted(codes)[:5])},
        )


class StructureWidget(RelatedWidget):
    """The national coverage names a structure by the five first characters of its code, and
    spreadsheets eat the zero that begins some."""

    def aliases(self, code, *values):
        short = code.removesuffix("S00")
        return {text for full in {code, short} for text in (full, full.removeprefix("0"))}


class NetworkWidget(RelatedWidget):
    """The code of the region is understood, too."""

    def extra_fields(self):
        return ("region_code",)

    def aliases(self, code, region_code, *values):
        return {region_code, region_code.removeprefix("0")} - {""}


class ThemeWidget(RelatedWidget):
    """The category of data·inclusion that a theme stands for is understood, too."""

    def extra_fields(self):
        return ("category",)

    def aliases(self, code, category, *values):
        return {category} - {""}


class OfferWidget(RelatedWidget):
    """An offer by its partner's identifier, "partenaire/identifiant" where it has to be told from
    another partner's; or the partner in a column beside it."""

    depends_on = ("partner",)

    def render(self, value, obj=None, **kwargs):
        if value is None or not value.external_id:
            return ""
        return f"{value.partner.code if value.partner else ''}/{value.external_id}"

    def read(self, scope):
        queryset = self.model._default_manager.order_by()
        return (
            queryset.exclude(external_id="")
            .annotate(in_reach=in_reach(queryset, scope))
            .values_list("in_reach", "pk", "external_id", "partner__code")
            .iterator(chunk_size=10_000)
        )

    def warm(self, scope):
        self.by_code, self.far, self.objects = {}, set(), {}
        bare = defaultdict(list)
        for near, pk, external_id, partner in self.read(scope):
            names = (external_id, f"{partner or ''}/{external_id}")
            if not near:
                self.far.update(names)
                continue
            self.by_code[names[1]] = (pk, external_id)
            bare[external_id].append((pk, names[1]))
        self.bare = bare

    def understand(self, value, row):
        if self.by_code is None:
            self.warm(everything)
        text = as_text(value)
        partner = row.get("partner")
        full = f"{as_text(partner).strip()}/{text}" if partner else text
        if found := self.by_code.get(full):
            return self.instance(found)
        found = () if partner else self.bare.get(text, ())
        if len(found) == 1:
            return self.instance((found[0][0], text))
        if found:
            raise self.ambiguous(text, [name for _pk, name in found])
        if full in self.far:
            raise Refused(
                "out-of-reach",
                _("L’offre %(value)s n’est pas à vous.") % {"value": quoted(text)},
                _("Vérifiez l’identifiant, ou demandez à l’administration de votre réseau."),
            )
        raise Refused(
            "unknown",
            self.unknown(full),
            _("Envoyez d’abord le fichier des offres, ou vérifiez l’identifiant."),
        )


class ManyRelatedWidget(CatalogueWidget):
    """Several codes or names, separated by commas, semicolons, bars or line breaks."""

    def __init__(self, one):
        super().__init__()
        self.one = one

    @property
    def empty(self):
        return []

    def warm(self, scope):
        self.one.warm(scope)

    def render(self, value, obj=None, **kwargs):
        return "" if value is None else ", ".join(map(self.one.render, value.all()))

    def understand(self, value, row):
        text = as_text(value)
        found = {}
        for name in SEPARATORS.split(text):
            instance = self.one.clean(name, row)
            if instance is not None:
                found[instance.pk] = instance
        return [found[pk] for pk in sorted(found)]
