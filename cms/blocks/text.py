"""Text, and what is made of text alone."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import (
    TypedTableBlock,
    TypedTableBlockValidationError,
)

from .links import web_address

TEXT_FEATURES = ["bold", "italic", "ol", "ul", "link", "document-link"]
#: Inside of a block that has a frame already.
SHORT_FEATURES = ["bold", "italic", "ul", "link"]


class HeadingBlock(blocks.CharBlock):
    class Meta:
        icon = "title"
        group = _("Texte")
        template = "cms/blocks/heading.html"
        description = _("Le titre d’une partie de la page.")
        preview_value = _("Comment ça se passe")


class ParagraphBlock(blocks.RichTextBlock):
    def __init__(self, **options):
        super().__init__(**{"features": TEXT_FEATURES, **options})

    class Meta:
        icon = "pilcrow"
        group = _("Texte")
        template = "cms/blocks/paragraph.html"
        description = _("Un ou plusieurs paragraphes, avec des listes et des liens.")
        preview_value = _(
            "<p>Tu pousses la porte, on t’écoute. Pas besoin de <b>rendez-vous</b> la première "
            "fois :</p><ul><li>on parle de toi ;</li><li>on cherche ensemble.</li></ul>"
        )


class CalloutBlock(blocks.StructBlock):
    """The level is told by a word and a sign, beside its colour: `icon` names the sign."""

    LEVELS = [
        ("information", _("à savoir")),
        ("advice", _("conseil")),
        ("attention", _("attention")),
        ("urgent", _("urgent")),
    ]

    level = blocks.ChoiceBlock(label=_("niveau"), choices=LEVELS, default="information")
    text = blocks.RichTextBlock(label=_("texte"), features=SHORT_FEATURES, max_length=600)

    class Meta:
        label = _("encadré")
        icon = "info-circle"
        group = _("Texte")
        template = "cms/blocks/callout.html"
        description = _(
            "Ce qu’il ne faut pas manquer, en deux phrases : à savoir, conseil, attention, urgent."
        )
        preview_value = {
            "level": "attention",
            "text": _("<p>Pense à ta carte d’identité : sans elle, on ne peut pas t’inscrire.</p>"),
        }

    def get_context(self, value, parent_context=None):
        context = super().get_context(value, parent_context)
        return {**context, "level_label": dict(self.LEVELS).get(value.get("level"), "")}


class StepBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("titre"), max_length=80)
    text = blocks.RichTextBlock(
        label=_("texte"), features=SHORT_FEATURES, max_length=400, required=False
    )

    class Meta:
        label = _("étape")
        icon = "arrow-right"


class StepsBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("titre"), max_length=120)
    steps = blocks.ListBlock(StepBlock(), label=_("étapes"), min_num=2, max_num=8)

    class Meta:
        label = _("étapes")
        icon = "list-ol"
        group = _("Texte")
        template = "cms/blocks/steps.html"
        description = _("Ce qui se passe, dans l’ordre, comme les arrêts d’une ligne.")
        preview_value = {
            "title": _("Ta première visite"),
            "steps": [
                {"title": _("Tu pousses la porte"), "text": _("<p>Sans rendez-vous.</p>")},
                {"title": _("On fait connaissance"), "text": _("<p>Une heure pour toi.</p>")},
                {"title": _("Tu repars avec un plan"), "text": ""},
            ],
        }


class QuestionBlock(blocks.StructBlock):
    question = blocks.CharBlock(label=_("question"), max_length=160)
    answer = blocks.RichTextBlock(label=_("réponse"), features=TEXT_FEATURES)

    class Meta:
        label = _("question")
        icon = "help"


class AccordionBlock(blocks.ListBlock):
    """Folded, and open without JavaScript: the browser's own `<details>`."""

    def __init__(self, **options):
        super().__init__(QuestionBlock(), **{"min_num": 1, "max_num": 20, **options})

    class Meta:
        label = _("accordéon")
        icon = "collapse-down"
        group = _("Texte")
        template = "cms/blocks/accordion.html"
        description = _(
            "Des questions dont la réponse se déplie. Rien d’essentiel : ce qui est replié se lit "
            "moins."
        )
        preview_value = [
            {
                "question": _("Est-ce que c’est payant ?"),
                "answer": _("<p>Non, rien, du premier au dernier jour.</p>"),
            },
            {
                "question": _("Faut-il être au chômage ?"),
                "answer": _("<p>Non : il suffit d’avoir entre 16 et 25 ans.</p>"),
            },
        ]


class QuoteBlock(blocks.StructBlock):
    text = blocks.TextBlock(label=_("citation"), max_length=400, rows=3)
    author = blocks.CharBlock(label=_("de qui"), max_length=120)
    source = blocks.URLBlock(
        label=_("adresse de la source"), required=False, validators=[web_address]
    )

    class Meta:
        label = _("citation")
        icon = "openquote"
        group = _("Texte")
        template = "cms/blocks/quote.html"
        description = _("Ce que quelqu’un a écrit ou dit, avec son nom et, si possible, la source.")
        preview_value = {
            "text": _("Une Mission Locale, c’est d’abord une porte que l’on peut pousser."),
            "author": _("Une directrice de Mission Locale"),
            "source": "",
        }


class TableBlock(TypedTableBlock):
    """Its caption and the heading of each column are required: a table that is heard needs both."""

    text = blocks.CharBlock(label=_("texte"), required=False, max_length=250)
    rich_text = blocks.RichTextBlock(
        label=_("texte avec des liens"), features=["bold", "italic", "link"], required=False
    )

    class Meta:
        label = _("tableau")
        icon = "table"
        group = _("Texte")
        template = "cms/blocks/table.html"
        description = _(
            "Des données en lignes et en colonnes, avec un titre et des en-têtes. La première "
            "colonne nomme chaque ligne."
        )
        preview_value = {
            "caption": _("Ce que dure chaque parcours"),
            "columns": [
                {"type": "text", "heading": _("Parcours")},
                {"type": "text", "heading": _("Durée")},
                {"type": "text", "heading": _("Par semaine")},
            ],
            "rows": [
                {"values": [_("Découverte"), _("5 jours"), _("20 heures")]},
                {"values": [_("Immersion"), _("15 jours"), _("35 heures")]},
            ],
        }

    def clean(self, value):
        if self.is_deferred_validation:  # a draft may be halfway
            return super().clean(value)
        faults = []
        if not value.caption.strip():
            faults.append(_("Donnez un titre au tableau : il dit ce que l’on y trouve."))
        if not value.columns or not value.row_data:
            faults.append(_("Un tableau a au moins une colonne et une ligne."))
        if any(not column["heading"].strip() for column in value.columns):
            faults.append(_("Donnez un en-tête à chaque colonne."))
        if faults:
            raise TypedTableBlockValidationError(
                non_block_errors=[ValidationError(fault) for fault in faults]
            )
        return super().clean(value)
