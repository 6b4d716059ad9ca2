"""Wagtail's content checker, with every rule of axe-core and their messages in French."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.userbar import ContentCheckerItem

#: The rules that what an editor writes can break, and Wagtail doesn't translate.
MESSAGES = {
    "image-alt": (
        _("Une image n’a pas de description"),
        _("Décrivez-la, ou dites-la décorative."),
    ),
    "image-redundant-alt": (
        _("La description répète le texte voisin"),
        _("Dites l’image décorative, ou décrivez ce que le texte ne dit pas."),
    ),
    "identical-links-same-purpose": (
        _("Le même texte mène à deux endroits"),
        _("Que chaque lien dise où il mène."),
    ),
    "link-in-text-block": (
        _("Un lien ne se distingue du texte que par sa couleur"),
        _("Il doit être souligné."),
    ),
    "page-has-heading-one": (
        _("La page n’a pas de grand titre"),
        _("Donnez-lui un titre."),
    ),
    "empty-table-header": (
        _("Une colonne du tableau n’a pas d’en-tête"),
        _("Dites ce qu’on y trouve."),
    ),
    "table-duplicate-name": (
        _("Le titre du tableau est donné deux fois"),
        _("Gardez-en un."),
    ),
    "color-contrast": (
        _("Un texte se détache mal de son fond"),
        _("Choisissez une autre couleur, ou prévenez l’équipe technique."),
    ),
    "duplicate-id": (
        _("Deux parties de la page ont le même repère"),
        _("Deux intertitres sont sans doute les mêmes : changez-en un."),
    ),
    "list": (
        _("Une liste est mal formée"),
        _("Refaites-la avec le bouton « liste » de l’éditeur."),
    ),
    "video-caption": (
        _("Une vidéo n’a pas de sous-titres"),
        _("Ajoutez ce qu’elle dit."),
    ),
}


class FrenchContentChecker(ContentCheckerItem):
    axe_run_only = None
    #: What they find is Wagtail's own bars, which the editor lays over the page.
    axe_rules = {
        rule: {"enabled": False}
        for rule in ("landmark-unique", "landmark-complementary-is-top-level")
    }
    axe_messages = ContentCheckerItem.axe_messages | {
        rule: {"error_name": name, "help_text": advice} for rule, (name, advice) in MESSAGES.items()
    }


def check_everything(request, items, page):
    """In the place of Wagtail's, wherever it runs: on the page, and in its editor."""
    items[:] = [
        FrenchContentChecker(in_editor=item.in_editor)
        if isinstance(item, ContentCheckerItem)
        else item
        for item in items
    ]
