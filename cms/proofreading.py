"""What could be better in a page, said to whoever writes it: its words, its links, its images."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail import blocks
from wagtail.fields import RichTextField, StreamField

from cms.blocks.walking import leaves
from cms.linking.finding import links_of_text
from cms.plain_language import Reading, read

SHOWN = 5
#: What says nothing of where a link leads, once it is read alone.
EMPTY_WORDS = {
    "ici",
    "là",
    "lien",
    "ce lien",
    "cliquer ici",
    "cliquez ici",
    "clique ici",
    "cliquez",
    "clique",
    "en savoir plus",
    "lire la suite",
    "plus",
    "plus d’infos",
    "plus d’informations",
    "suite",
    "voir",
    "voir plus",
}
ADDRESS = re.compile(r"^(https?://|www\.)", re.IGNORECASE)
#: What a camera or a computer calls a picture.
FILE_NAME = re.compile(
    r"\.(avif|gif|jpe?g|png|svg|webp)$|_|^(img|dsc|image|photo)[\s-]*\d", re.IGNORECASE
)
PARAGRAPHS = {"p", "li", "h2", "h3", "h4", "blockquote", "br"}
#: Fields of every page that visitors read.
TEXTS = ["summary"]


@dataclass
class Proof:
    reading: Reading
    advice: list[str] = field(default_factory=list)


def proofread(page):
    """Of a page as it is at this moment, saved or not."""
    texts, links, alternatives = [getattr(page, name) for name in TEXTS], [], []
    for held in page._meta.get_fields():
        value = (
            held.value_from_object(page) if isinstance(held, (RichTextField, StreamField)) else ""
        )
        if isinstance(held, StreamField):
            for block, data in leaves(value.stream_block, value.raw_data):
                gather(block, data, texts, links, alternatives)
        elif value:
            texts.append(plain(value))
            links += links_of_text(value)
    reading = read("\n".join(filter(None, texts)))
    return Proof(reading, [*of_words(reading), *of_links(links), *of_images(alternatives)])


def gather(block, value, texts, links, alternatives):
    if isinstance(block, blocks.RichTextBlock):
        texts.append(plain(value))
        links += links_of_text(value)
    elif block.name == "alt_text":
        alternatives.append(value or "")
    elif isinstance(block, (blocks.CharBlock, blocks.TextBlock)) and value:
        texts.append(value)


def of_words(reading):
    long_ones = reading.long_sentences
    if long_ones:
        yield ngettext(
            "Une phrase de plus de 25 mots : coupez-la en deux. « %(first)s »",
            "%(number)s phrases de plus de 25 mots : coupez-les en deux. Par exemple « %(first)s »",
            len(long_ones),
        ) % {"number": len(long_ones), "first": long_ones[0]}
    for word, said in reading.jargon[:SHOWN]:
        yield _("« %(word)s » : dites plutôt « %(said)s ».") % {"word": word, "said": said}


def of_links(links):
    texts = [link.text for link in links]
    empty = [
        text for text in texts if " ".join(text.lower().split()).strip(" .…!›»>") in EMPTY_WORDS
    ]
    for text in dict.fromkeys(empty):
        yield (
            _(
                "Le lien « %s » ne dit pas où il mène : écrivez ce que l’on y trouve, « les "
                "horaires de l’antenne » par exemple."
            )
            % text
        )
    if any(not text for text in texts):
        yield _("Un lien n’a pas de texte : personne ne peut savoir où il mène.")
    for text in dict.fromkeys(text for text in texts if ADDRESS.match(text)):
        yield _("Une adresse ne se lit pas à voix haute : à la place de « %s », un nom.") % text


def of_images(alternatives):
    for text in dict.fromkeys(text for text in alternatives if FILE_NAME.search(text)):
        yield (
            _(
                "« %s » est un nom de fichier : décrivez ce que montre l’image, ou dites-la "
                "décorative."
            )
            % text
        )


class TextReader(HTMLParser):
    """The words of a rich text, a line for each of its paragraphs."""

    def __init__(self):
        super().__init__()
        self.parts = []

    def handle_data(self, data):
        self.parts.append(data)

    def handle_endtag(self, tag):
        if tag in PARAGRAPHS:
            self.parts.append("\n")

    def handle_startendtag(self, tag, attributes):
        self.handle_endtag(tag)


def plain(html):
    reader = TextReader()
    reader.feed(html or "")
    reader.close()
    return "".join(reader.parts)
