"""Frequently asked questions, grouped, each with an address of its own."""

from dataclasses import dataclass

from django.utils.functional import cached_property
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.search import index

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
    answer: object
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

    parent_page_types = ["cms.HomePage", "cms.StandardPage"]
    subpage_types: list[str] = []
    content_panels = [*BasePage.content_panels, FieldPanel("groups")]
    search_fields = [*BasePage.search_fields, index.SearchField("groups")]
    api_fields = [*BasePage.api_fields, "groups"]

    class Meta:
        verbose_name = _("foire aux questions")
        verbose_name_plural = _("foires aux questions")

    @cached_property
    def grouped(self):
        anchors = Anchors()
        return [
            Group(
                block.value["title"],
                anchors.of(block.value["title"]),
                [
                    Question(item["question"], item["answer"], anchors.of(item["question"]))
                    for item in block.value["questions"]
                ],
            )
            for block in self.groups
        ]
