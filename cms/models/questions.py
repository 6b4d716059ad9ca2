"""Frequently asked questions, grouped, each with an address of its own."""

from dataclasses import dataclass

from django.utils.functional import cached_property
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.rich_text import RichText
from wagtail.search import index

from cms.blocks.shelf import gathered
from cms.blocks.text import QuestionBlock

from .base import BasePage


class QuestionGroupBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("sujet"), max_length=80)
    questions = blocks.ListBlock(QuestionBlock(), label=_("questions"), min_num=1, max_num=20)

    class Meta:
        label = _("groupe de questions")
        icon = "help"


@dataclass(frozen=True)
class Group:
    title: str
    anchor: str
    questions: list


@dataclass(frozen=True)
class Question:
    text: str
    answer: RichText
    html: str
    anchor: str


class Anchors:
    """Made of the words, so that a shared link keeps its meaning; each of them once in a page."""

    def __init__(self):
        self.taken = {"h1", "contenu"}

    def of(self, text):
        stem = anchor = slugify(text)[:60].strip("-") or "question"
        number = 1
        while anchor in self.taken:
            number += 1
            anchor = f"{stem}-{number}"
        self.taken.add(anchor)
        return anchor


class QuestionsPage(BasePage):
    groups = StreamField(
        [("group", QuestionGroupBlock())],
        verbose_name=_("questions"),
        help_text=_(
            "Une question, comme on la pose ; une réponse courte. Chaque question a son adresse, "
            "à donner par message."
        ),
    )

    page_description = _(
        "Des questions et leurs réponses, rangées par sujet, chacune à son adresse."
    )
    parent_page_types = ["cms.HomePage", "cms.SectionPage", "cms.StandardPage"]
    subpage_types: list[str] = []
    content_panels = [*BasePage.content_panels, FieldPanel("groups")]
    search_fields = [*BasePage.search_fields, index.SearchField("groups")]
    api_fields = [*BasePage.api_fields, "groups"]

    class Meta:
        verbose_name = _("foire aux questions")
        verbose_name_plural = _("foires aux questions")

    @cached_property
    def grouped(self):
        """What the links of all the answers lead to is read at once."""
        anchors = Anchors()
        block = self.groups.stream_block
        with gathered(block, block.get_prep_value(self.groups)):
            return [
                Group(
                    group.value["title"],
                    anchors.of(group.value["title"]),
                    [question_of(item, anchors) for item in group.value["questions"]],
                )
                for group in self.groups
            ]


def question_of(item, anchors):
    answer = item["answer"]
    return Question(item["question"], answer, str(answer), anchors.of(item["question"]))
