"""What an import would do, or did, in one sentence. Verbs agree with no noun's gender."""

from django.utils.formats import number_format
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from imports.models import Change, ImportRow

Kind, Action = ImportRow.Kind, Change.Action

#: What each kind of row does to the catalogue, in the order in which it is said.
ACTIONS = {
    Kind.NEW: Action.CREATED,
    Kind.CHANGED: Action.UPDATED,
    Kind.VANISHED: Action.WITHDRAWN,
}


def number(value):
    """With thin spaces between thousands."""
    return number_format(value, use_l10n=True, force_grouping=True).replace("\xa0", "\u202f")


def counted(count, model):
    """ "1 offre", "12 offres"."""
    meta = model._meta
    return f"{number(count)} {meta.verbose_name if count == 1 else meta.verbose_name_plural}"


def sentence(counts, model, phrases, nothing):
    """`phrases`: action → (with the noun, with a number alone)."""
    parts = []
    for action, (first, then) in phrases.items():
        if count := counts.get(action):
            parts.append(then % number(count) if parts else first % counted(count, model))
    return get_text_list(parts, _("et")) if parts else nothing


def what_will_change(counts, model, is_blocked=False):
    """`counts`: `Change.Action` → how many."""
    said = sentence(
        counts,
        model,
        {
            Action.CREATED: (_("ajouter %s"), _("en ajouter %s")),
            Action.UPDATED: (_("modifier %s"), _("en modifier %s")),
            Action.WITHDRAWN: (_("retirer %s"), _("en retirer %s")),
        },
        "",
    )
    if not said:
        return _("Rien ne changera : ce fichier n’apporte aucune différence.")
    if is_blocked:
        return _("Une fois les erreurs corrigées, Parvis pourra %s.") % said
    return _("Si vous confirmez, Parvis va %s.") % said


def what_changed(counts, model):
    said = sentence(
        counts,
        model,
        {
            Action.CREATED: (_("ajouté %s"), _("en a ajouté %s")),
            Action.UPDATED: (_("modifié %s"), _("en a modifié %s")),
            Action.WITHDRAWN: (_("retiré %s"), _("en a retiré %s")),
        },
        "",
    )
    if not said:
        return _("Rien n’a changé : ce fichier n’apportait aucune différence.")
    return _("Parvis a %s.") % said
