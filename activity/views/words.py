"""What the grid's script says: it has no words of its own."""

from django.utils.translation import gettext as _


def grid_words():
    """`%(name)s` is filled in by the script."""
    return {
        "saved": _("Tout est enregistré."),
        "savedAt": _("Tout est enregistré (%(time)s)."),
        "saving": _("Enregistrement…"),
        "offline": _(
            "Pas de réseau. Gardé dans ce navigateur : %(count)s. Tout partira dès son retour."
        ),
        "unsaved": _("%(count)s à enregistrer"),
        "oneCell": _("1 case"),
        "cells": _("%(count)s cases"),
        "signedOut": _(
            "Votre session est terminée. Reconnectez-vous dans un autre onglet, puis revenez ici : "
            "ce que vous avez saisi est gardé dans ce navigateur."
        ),
        "notNumber": _("Écrivez un nombre entier, ou laissez vide."),
        "tooBig": _("Un nombre va de 0 à 9 999 999."),
        "nothing": _("rien"),
        "somebody": _("Quelqu’un"),
        "conflict": _("%(who)s a mis %(theirs)s. Vous avez mis %(mine)s."),
        "keepMine": _("Garder %(mine)s"),
        "takeTheirs": _("Prendre %(theirs)s"),
        "conflicts": _("Quelqu’un d’autre a écrit au même endroit. À choisir : %(count)s."),
        "restored": _("Retrouvé dans ce navigateur : %(count)s."),
        "pasted": _("Collé : %(count)s."),
        "refusedPaste": _("Laissé de côté, ce n’est pas un nombre : %(values)s."),
        "overflow": _("Hors de la grille : %(count)s."),
        "undo": _("Annuler le collage"),
        "undone": _("Collage annulé."),
        "notReady": _("Tout n’est pas enregistré : rien n’a été envoyé."),
        "invalid": _("%(count)s à corriger"),
        "filled": _("%(filled)s cases renseignées sur %(total)s"),
    }
