"""Pages in schema.org's words: one definition with the catalogue's objects."""

from django.utils.html import strip_tags

from catalogue.jsonld import describe, document
from cms.models import QuestionsPage


@describe.register
def _(page: QuestionsPage, site_url):
    questions = [question for group in page.grouped for question in group.questions]
    if not questions:
        return None
    return document(
        {
            "@type": "FAQPage",
            "@id": site_url + page.get_absolute_url(),
            "url": site_url + page.get_absolute_url(),
            "name": page.display_title,
            "mainEntity": [
                {
                    "@type": "Question",
                    "name": question.text,
                    "url": f"{site_url}{page.get_absolute_url()}#{question.anchor}",
                    "acceptedAnswer": {"@type": "Answer", "text": plain(question.answer)},
                }
                for question in questions
            ],
        }
    )


def plain(answer):
    """The words of a rich text: its links would each have to be looked up."""
    spaced = answer.source.replace("</p>", " ").replace("</li>", " ").replace("<br/>", " ")
    return " ".join(strip_tags(spaced).split())
