"""What the files of data·inclusion v1 say, JSON or XLSX, checked by their own schema.

https://data-inclusion-schema.readthedocs.io — a structure becomes a partner, a service an offer
of that partner. What the catalogue has no place for is checked, and left out.
"""

import re
from datetime import date
from enum import Enum
from functools import cached_property
from hashlib import blake2b
from typing import get_args, get_origin

from anyascii import anyascii
from data_inclusion.schema import v1
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import ValidationError

from catalogue.models import Offer, Partner, Theme
from catalogue.resources import STABLE_CODES
from catalogue.widgets import (
    DateWidget,
    FloatWidget,
    ManyRelatedWidget,
    PostalCodeWidget,
    Refused,
    SiretWidget,
    TextWidget,
    ThemeWidget,
    as_text,
)

from . import inclusion_messages, register
from .base import Column, Fault
from .offers import Offers
from .partners import Partners

SEPARATORS = re.compile(r"[,;|\n]+")
MAX_CODE = Partner._meta.get_field("code").max_length
MAX_FEE_DETAILS = Offer._meta.get_field("fee_details").max_length

NETWORKS = {
    "france-travail": Partner.Kind.PUBLIC_EMPLOYMENT,
    "cap-emploi-reseau-cheops": Partner.Kind.PUBLIC_EMPLOYMENT,
    "mission-locale": Partner.Kind.PUBLIC_EMPLOYMENT,
    "afpa": Partner.Kind.TRAINING,
    "ecoles-de-la-deuxieme-chance": Partner.Kind.TRAINING,
    "ccas-cias": Partner.Kind.SOCIAL,
    "caf": Partner.Kind.SOCIAL,
    "departements": Partner.Kind.AUTHORITY,
    "communes": Partner.Kind.AUTHORITY,
    "regions": Partner.Kind.AUTHORITY,
    "france-service": Partner.Kind.PUBLIC_SERVICE,
    "cpam": Partner.Kind.HEALTH,
    "cmp": Partner.Kind.HEALTH,
    "action-logement": Partner.Kind.HOUSING,
    "residences-fjt": Partner.Kind.HOUSING,
}
KINDS = {
    "accompagnement": Offer.Kind.SUPPORT,
    "aide-financiere": Offer.Kind.FINANCIAL_AID,
    "aide-materielle": Offer.Kind.SUPPORT,
    "atelier": Offer.Kind.WORKSHOP,
    "formation": Offer.Kind.TRAINING,
    "information": Offer.Kind.INFORMATION,
}
FEES = {"gratuit": Offer.Fee.FREE, "payant": Offer.Fee.CHARGED}
MODALITIES = {
    frozenset({"en-presentiel"}): Offer.Modality.ON_SITE,
    frozenset({"a-distance"}): Offer.Modality.REMOTE,
    frozenset({"en-presentiel", "a-distance"}): Offer.Modality.HYBRID,
}


class KnownThemesWidget(ManyRelatedWidget):
    """The themes of data·inclusion for which the catalogue has one of its own."""

    def understand(self, value, row):
        found = {}
        for name in SEPARATORS.split(as_text(value)):
            try:
                theme = self.one.clean(name.split("--")[0], row)
            except Refused:
                continue
            if theme is not None:
                found[theme.pk] = theme
        return [found[pk] for pk in sorted(found)]


class DataInclusionTarget:
    """For targets whose columns are those of a data·inclusion model."""

    schema_model = None
    #: Field of data·inclusion → column, where it becomes a field of ours.
    becomes: dict[str, str] = {}
    #: Where errors go that no field of ours has.
    catch_all = ""
    ignored = ("score_qualite", "adresse_certifiee", "doublons", "extra")

    @cached_property
    def read_only(self):
        kept = set(self.becomes.values())
        return tuple(name for name in self.resource_class._meta.fields if name not in kept)

    @cached_property
    def headers(self):
        return {column: name for name, column in self.becomes.items()}

    @cached_property
    def extra(self):
        return {
            self.column_of(name): (name, TextWidget())
            for name in self.schema_model.model_fields
            if name not in self.becomes
        }

    def column_of(self, name):
        """A field of data·inclusion may have the name of a field of ours that is another thing."""
        return self.becomes.get(name, f"di_{name}")

    @property
    def own_columns(self) -> list[Column]:
        return [self.columns[self.column_of(name)] for name in self.schema_model.model_fields]

    def help_of(self, name):
        return self.schema_model.model_fields[self.headers[name]].description or ""

    def choices_of(self, name):
        kinds = get_args(self.schema_model.model_fields[self.headers[name]].annotation)
        return tuple(
            item.value
            for kind in kinds
            if isinstance(kind, type) and issubclass(kind, Enum)
            for item in kind
        )

    def reshape(self, values):
        said = {
            name: typed(name, field.annotation, values.get(self.column_of(name)))
            for name, field in self.schema_model.model_fields.items()
        }
        said = {name: value for name, value in said.items() if value is not None}
        return self.fields_from(said) | self.faults(said)

    def faults(self, said):
        """Column → what the schema says against its value."""
        try:
            self.schema_model.model_validate(said)
        except ValidationError as error:
            found, elsewhere = {}, []
            for item in error.errors(include_url=False):
                name = str(item["loc"][0])
                message = inclusion_messages.in_french(item)
                column = self.becomes.get(name)
                shown = as_text(said.get(name, ""))[:80]
                if column is None:
                    elsewhere.append((name, message, shown))
                elif column not in found:
                    remedy = inclusion_messages.remedy(self.schema_model, name)
                    found[column] = Fault(column, "data-inclusion", message, remedy, shown)
            if elsewhere and self.catch_all not in found:
                told = " ".join(
                    dict.fromkeys(f"{name} : {text}" for name, text, _shown in elsewhere)
                )
                found[self.catch_all] = Fault(
                    self.catch_all, "data-inclusion", told, value=elsewhere[0][2]
                )
            return found
        return {}


def typed(name, annotation, value):
    """A cell as the schema's model wants it; as it is where it can't be that."""
    if value is None or value == "":
        return None
    kinds = {get_origin(kind) or kind for kind in get_args(annotation) or (annotation,)}
    try:
        if kinds & {set, list}:
            return [item.strip() for item in SEPARATORS.split(as_text(value)) if item.strip()]
        if kinds & {float, int}:
            return FloatWidget().clean(value)
        if date in kinds:
            return DateWidget().clean(value)
        if name == "siret":
            return SiretWidget().clean(value) or None
        if name == "code_postal":
            return PostalCodeWidget().clean(value) or None
    except Refused:
        return as_text(value)
    text = as_text(value).strip()
    if name == "code_insee" and len(text) == 4:
        text = f"0{text}"  # a spreadsheet ate the leading zero
    return text or None


def code_of(identifier):
    """The code of the partner that a structure of data·inclusion becomes."""
    code = re.sub("[^a-z0-9_-]+", "-", anyascii(identifier).lower()).strip("-")
    if len(code) <= MAX_CODE:
        return code
    digest = blake2b(identifier.encode("utf-8", "replace"), digest_size=4).hexdigest()
    return f"{code[: MAX_CODE - 9]}-{digest}"


@register
class DataInclusionStructures(DataInclusionTarget, Partners):
    code = "data-inclusion-structures"
    label = gettext_lazy("structures data·inclusion (partenaires)")
    schema_model = v1.Structure
    catch_all = "name"
    becomes = {
        "id": "code",
        "nom": "name",
        "reseaux_porteurs": "kind",
        "siret": "siret",
        "site_web": "website",
        "description": "description",
        "date_maj": "checked_on",
    }
    synonyms = {}
    example = {
        "di_source": "exemple",
        "code": "exemple--42",
        "name": "L’Atelier du Pont",
        "description": "Chantiers d’insertion et ateliers vélo.",
        "website": "https://example.org/",
        "checked_on": "2025-02-14",
    }

    def fields_given_by(self, names):
        return super().fields_given_by({*names, "kind"})

    def fields_from(self, said):
        networks = said.get("reseaux_porteurs", ())
        kinds = (NETWORKS[network] for network in networks if network in NETWORKS)
        return {
            "code": code_of(said.get("id", "")),
            "name": said.get("nom"),
            "kind": next(kinds, Partner.Kind.ASSOCIATION),
            "siret": said.get("siret"),
            "website": said.get("site_web"),
            "description": said.get("description"),
            "checked_on": said.get("date_maj"),
        }


@register
class DataInclusionServices(DataInclusionTarget, Offers):
    code = "data-inclusion-services"
    label = gettext_lazy("services data·inclusion (offres)")
    schema_model = v1.Service
    catch_all = "title"
    optional = ()
    becomes = {
        "structure_id": "partner",
        "id": "external_id",
        "nom": "title",
        "description": "description",
        "lien_mobilisation": "apply_url",
        "date_maj": "checked_on",
        "type": "kind",
        "thematiques": "themes",
        "frais": "fee",
        "frais_precisions": "fee_details",
        "code_insee": "commune",
        "code_postal": "postal_code",
        "adresse": "address",
        "longitude": "longitude",
        "latitude": "latitude",
        "telephone": "apply_phone",
        "courriel": "apply_email",
        "modes_accueil": "modality",
        "mobilisation_precisions": "how_to_apply",
    }
    #: What one field of data·inclusion says besides its own.
    also = {
        "di_commune": "commune",
        "di_lien_source": "apply_url",
        "di_complement_adresse": "address",
    }
    widgets = {"themes": KnownThemesWidget(ThemeWidget(Theme, STABLE_CODES[Theme]))}
    synonyms = {}
    example = {
        "di_source": "exemple",
        "external_id": "exemple--42-atelier",
        "title": "Atelier CV du jeudi",
        "description": "Tu repars avec un CV prêt à envoyer.",
        "checked_on": "2025-02-14",
        "kind": "atelier",
        "fee": "gratuit",
        "modality": "en-presentiel",
        "apply_email": "accueil@example.org",
    }

    def fields_given_by(self, names):
        also = {column for name, column in self.also.items() if name in names}
        return super().fields_given_by({*names, *also, "kind"})

    def fields_from(self, said):
        fee_details = said.get("frais_precisions", "")
        fits = len(fee_details) <= MAX_FEE_DETAILS
        paragraphs = (
            ("", said.get("description")),
            (_("Public : "), said.get("publics_precisions")),
            (_("Conditions : "), said.get("conditions_acces")),
            (_("Frais : "), None if fits else fee_details),
        )
        modes = frozenset(said.get("modes_accueil", ()))
        place = (said.get("commune"), said.get("code_postal"))
        address = (said.get("adresse"), said.get("complement_adresse"))
        fields = {column: said.get(name) for name, column in self.becomes.items()}
        return fields | {
            "partner": code_of(said.get("structure_id", "")),
            "description": "\n\n".join(f"{title}{text}" for title, text in paragraphs if text),
            "apply_url": said.get("lien_mobilisation") or said.get("lien_source"),
            "kind": KINDS.get(said.get("type"), Offer.Kind.SUPPORT),
            "themes": ", ".join(said.get("thematiques", ())),
            "fee": FEES.get(said.get("frais")),
            "fee_details": fee_details if fits else "",
            "commune": said.get("code_insee") or " ".join(text for text in place if text),
            "address": ", ".join(text for text in address if text),
            "modality": MODALITIES.get(modes),
        }
