"""Public schemes."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalogue.demo.names import bare
from catalogue.models import Scheme
from catalogue.resources import SchemeResource
from catalogue.widgets import as_text

from . import register, rules
from .base import Fault, Target


@register
class Schemes(Target):
    code = "schemes"
    label = gettext_lazy("dispositifs")
    resource_class = SchemeResource
    withdrawn = {"live": False}
    listed = {"live": True}
    is_for_networks = True
    derived_fields = ("slug",)
    unique = ("slug",)
    synonyms = {
        "code": ("identifiant", "id", "code dispositif"),
        "name": ("intitulé", "libellé", "dispositif"),
        "short_name": ("acronyme", "abréviation"),
        "themes": ("thématique", "thèmes", "thème"),
        "age_min": ("âge mini",),
        "age_max": ("âge maxi",),
        "source_url": ("lien", "url", "lien source"),
    }
    help = {
        "code": gettext_lazy("En minuscules, sans espace ni accent : ne le changez jamais."),
        "themes": gettext_lazy("Une ou plusieurs, séparées par des virgules."),
        "replaced_by": gettext_lazy("Le code d’un dispositif qui existe déjà."),
    }
    example = {
        "code": "parcours-exemple",
        "name": "Parcours d’exemple",
        "short_name": "PEX",
        "summary": "Tu construis ton projet avec une conseillère ou un conseiller.",
        "age_min": 16,
        "age_max": 25,
        "age_max_disability": 29,
        "conditions": "tu n’es ni en emploi ni en formation",
        "starts_on": "2027-01-01",
        "source_label": "Code du travail, article L5131-3",
        "source_url": "https://www.legifrance.gouv.fr/",
    }

    def reshape(self, values):
        successor = values.get("replaced_by")
        if successor and as_text(successor).strip() == as_text(values.get("code") or "").strip():
            message = rules.message_of(Scheme, "scheme_not_replaced_by_itself")
            fault = Fault("replaced_by", "itself", message, value=as_text(successor))
            return values | {"replaced_by": fault}
        return values

    def check(self, cleaned):
        yield from rules.in_order(Scheme, "scheme_ages", cleaned, "age_min", "age_max")
        yield from rules.in_order(
            Scheme, "scheme_disability_extends", cleaned, "age_max", "age_max_disability"
        )
        yield from rules.in_order(Scheme, "scheme_period", cleaned, "starts_on", "ends_on")
        if cleaned.get("summary") and not cleaned.get("source_url"):
            yield Fault(
                "source_url",
                "no-source",
                _("Aucune source n’est indiquée."),
                _("Ajoutez l’adresse du texte ou de la page officielle."),
                level="warning",
            )

    def derived(self, cleaned):
        code = cleaned["code"]
        name = bare(cleaned.get("name", ""))[:79].strip("-")
        return {"slug": code if name in ("", code) else f"{name}-{code}".lower()}
