"""Pages as long as they get: a value for each kind of block, and thirty of them."""

import warnings
from dataclasses import dataclass

from django.core.files.base import ContentFile
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Page

from activity.models import Indicator
from catalogue.models import Commune, Partner, Scheme, Structure
from cms.blocks.media import FORMATS, LOGO
from tests import factories


def items(*values):
    return [
        {"type": "item", "id": str(index), "value": value} for index, value in enumerate(values)
    ]


def make_image():
    """An image whose renditions are made."""
    image = get_image_model().objects.create(
        title="IMG_2041 Inès.png", file=get_test_image_file("ines.png")
    )
    make_renditions(image, *FORMATS, *LOGO)
    return image


def make_renditions(image, *formats):
    """Makes the image's renditions in these formats, like pages that show it.

    Wagtail doesn't close the file that it makes them from. Python does, and warns, as soon as
    nothing refers to it any more, which is before this function returns.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        image.get_renditions(*formats)


def make_document():
    """With its size, as the library stores it."""
    return get_document_model().objects.create(
        title="Papiers à apporter", file=ContentFile(b"x" * 2048, "papiers.pdf"), file_size=2048
    )


@dataclass(frozen=True)
class Rows:
    """What blocks choose."""

    image: object
    document: object
    page: Page
    structure: Structure
    scheme: Scheme
    partner: Partner
    commune: Commune
    indicator: Indicator


def make_rows(page):
    """With something to show for each."""
    theme = factories.ThemeFactory()
    rows = Rows(
        image=make_image(),
        document=make_document(),
        page=page,
        structure=factories.StructureFactory(),
        scheme=factories.SchemeFactory(themes=[theme]),
        partner=factories.PartnerFactory(),
        commune=factories.CommuneFactory(),
        indicator=factories.IndicatorFactory(code="ateliers"),
    )
    for _index in range(3):
        offer = factories.OfferFactory(
            themes=[theme], scheme=rows.scheme, partner=rows.partner, structure=rows.structure
        )
        factories.OfferSessionFactory(offer=offer)
        factories.ReceptionSiteFactory(commune=rows.commune)
    return rows


def values_of_blocks(rows):
    """A value for each kind of block, as it is stored."""
    figure = {
        "image": {"image": rows.image.pk, "alt_text": "Une porte", "decorative": False},
        "caption": "",
        "credit": "",
    }
    text = "<p>Tu pousses la porte.</p>"
    activity = {
        "indicator": rows.indicator.code,
        "network": None,
        "structure": rows.structure.pk,
        "modality": "",
        "period": "fixed",
        "fixed_period": "2024-W15",
    }
    offers = {"title": "Offres", "themes": ["emploi"], "kinds": [], "fees": [], "modalities": []}
    return {
        "heading": "Un intertitre",
        "paragraph": text + linking_text(rows),
        "figures": items(activity),
        "written_figures": items(
            {
                "value": "24",
                "label": "communes",
                "coverage": "un territoire, 2024",
                "definition": "",
                "source": "Une carte",
                "url": "",
                "date": "2024-01-15",
            }
        ),
        "callout": {"level": "attention", "text": text},
        "quote": {"text": "Bonjour", "author": "Camille", "source": ""},
        "testimonial": {"text": "Bonjour", "name": "Inès", "about": "", "agreed": True},
        "table": {
            "caption": "Durées",
            "columns": [{"type": "text", "heading": "Quoi"}],
            "rows": [{"values": ["Immersion"]}],
        },
        "image": figure,
        "gallery": items(figure, figure),
        "documents": {
            "title": "Documents",
            "documents": items({"document": rows.document.pk, "title": ""}),
        },
        "video": {
            "title": "Vidéo",
            "url": "https://vimeo.com/1",
            "duration": "1:00",
            "image": rows.image.pk,
            "transcript": "",
        },
        "button": {"text": "Suite", "page": rows.page.pk, "url": "", "secondary": False},
        "contact": {"title": "Contact", "structure": rows.structure.pk, "phone": "", "email": ""},
        "cards": {"title": "Ensuite", "cards": items({"page": rows.page.pk, "text": ""})},
        "sessions": {"title": "Dates", "themes": ["emploi"], "structure": rows.structure.pk},
        "offers": offers
        | {"structure": rows.structure.pk, "scheme": rows.scheme.pk, "partner": rows.partner.pk},
        "steps": {"title": "Étapes", "steps": items(*[{"title": "Un", "text": text}] * 2)},
        "accordion": items({"question": "Oui ?", "answer": text}),
        "finder": {"title": "Où ?", "intro": ""},
        "open_near": {"title": "", "commune": rows.commune.pk, "km": "15"},
        "schemes": {"title": "Avancer", "theme": "emploi"},
        "logos": {
            "title": "Avec",
            "partners": items({"partner": rows.partner.pk, "image": rows.image.pk}),
        },
    }


def linking_text(rows):
    """As the editor of rich text stores it."""
    return (
        f'<p><a linktype="page" id="{rows.page.pk}">Une page</a> et '
        f'<a linktype="document" id="{rows.document.pk}">un document</a>.</p>'
    )


def thirty(body, values, without=()):
    """Every kind that a body allows, as often as it may, then text blocks up to thirty."""
    counts = body.meta.block_counts
    kinds = [kind for kind in body.child_blocks if kind not in without]
    data = [kind for kind in kinds for _n in range(counts.get(kind, {}).get("max_num", 1))]
    plain = [kind for kind in kinds if kind not in counts]
    while len(data) < (body.meta.max_num or 30):
        data.append(plain[len(data) % len(plain)])
    return [{"type": kind, "value": values[kind]} for kind in data]
