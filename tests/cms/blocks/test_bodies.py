"""The bodies of pages: what each may hold, and that a block shows only what anybody may read."""

import pytest
from django.urls import reverse
from wagtail.models import PageViewRestriction

from cms.blocks import (
    BeforeFormBlock,
    CampaignBlock,
    ContactBodyBlock,
    ContactsBlock,
    FiguresBodyBlock,
    HomeBlock,
    NewsBlock,
    OfferListsBlock,
    PartnershipBlock,
    PressBlock,
    ResourceBlock,
    SectionBlock,
    TextBlock,
)
from cms.models import StandardPage
from tests import factories

BODIES = [
    BeforeFormBlock,
    CampaignBlock,
    TextBlock,
    NewsBlock,
    HomeBlock,
    OfferListsBlock,
    SectionBlock,
    PressBlock,
    ResourceBlock,
    ContactsBlock,
    PartnershipBlock,
    FiguresBodyBlock,
    ContactBodyBlock,
]
BLOCKS = {block.name: block for body in BODIES for block in body().child_blocks.values()}


def button(page):
    return ("button", {"text": "Continuer", "page": page.pk, "url": "", "secondary": False})


@pytest.mark.parametrize("block", BLOCKS.values(), ids=BLOCKS)
def test_editors_are_told_what_each_block_is_for(block):
    assert block.label
    assert block.get_description()
    assert block.meta.group
    assert block.meta.icon != "placeholder"
    assert block.is_previewable


@pytest.mark.django_db
def test_each_block_is_previewed_as_on_the_site(client):
    client.force_login(factories.UserFactory(is_superuser=True))
    for name, block in BLOCKS.items():
        response = client.get(
            reverse("wagtailadmin_block_preview"), {"id": block.definition_prefix}
        )
        assert response.status_code == 200, name
        assert "css/parvis.css" in response.text
        assert '<div class="corps">' in response.text


def test_there_is_no_raw_html():
    kinds = {type(block).__name__ for block in BLOCKS.values()}
    assert not kinds & {"RawHTMLBlock", "EmbedBlock"}


def test_a_button_leads_to_a_page(client, page_of, elsewhere, body_of_api):
    page = page_of(button(elsewhere))
    assert 'href="/ailleurs/">Continuer' in client.get("/essai/").text
    [block] = body_of_api(page)
    assert block["value"]["page"] == {"title": "Ailleurs", "url": "/ailleurs/"}


@pytest.mark.parametrize("why", ["draft", "restricted", "deleted"])
def test_a_button_to_what_is_not_public_is_not_there(client, page_of, elsewhere, body_of_api, why):
    page = page_of(button(elsewhere))
    if why == "draft":
        elsewhere.unpublish()
    elif why == "restricted":
        PageViewRestriction.objects.create(page=elsewhere, password="secret")
    else:
        elsewhere.delete()
    assert "Continuer" not in client.get("/essai/").text
    [block] = body_of_api(page)
    assert block["value"]["page"] is None


def test_rows_are_read_once_whatever_the_number_of_blocks(
    client, page_of, elsewhere, home, django_assert_num_queries
):
    body = TextBlock()
    other = home.add_child(instance=StandardPage(title="Autre", slug="autre"))
    data = [dict(zip(("type", "value"), button(page), strict=True)) for page in [elsewhere, other]]
    value = body.to_python(data * 5)
    with django_assert_num_queries(1):
        html = body.render(value)
    assert html.count("/ailleurs/") == html.count("/autre/") == 5


def test_a_structure_that_was_unpublished_leaves_the_contact(client, page_of):
    structure = factories.StructureFactory(name="Mission Locale du Port", email="port@example.org")
    contact = {"title": "Contact", "structure": structure.pk, "email": "", "phone": ""}
    page_of(("contact", contact))
    assert "port@example.org" in client.get("/essai/").text
    structure.live = False
    structure.save()
    text = client.get("/essai/").text
    assert "Mission Locale du Port" not in text
    assert "port@example.org" not in text


def test_whether_somebody_agreed_is_nobody_elses_business(page_of, body_of_api):
    told = {"text": "J’ai trouvé.", "name": "Inès", "about": "", "agreed": True}
    [block] = body_of_api(page_of(("testimonial", told)))
    assert block["value"] == {"text": "J’ai trouvé.", "name": "Inès", "about": ""}


def text_linking_to(page):
    return f'<p>Lire <a linktype="page" id="{page.pk}">la suite</a>.</p>'


@pytest.mark.parametrize("kind", ["paragraph", "table"])
def test_a_text_leads_to_a_page_as_long_as_anybody_may_read_it(client, page_of, elsewhere, kind):
    text = text_linking_to(elsewhere)
    table = {
        "caption": "À lire",
        "columns": [{"type": "rich_text", "heading": "Quoi"}],
        "rows": [{"values": [text]}],
    }
    page_of((kind, text if kind == "paragraph" else table))
    assert '<a href="/ailleurs/">la suite</a>' in client.get("/essai/").text
    elsewhere.unpublish()
    shown = client.get("/essai/").text
    assert "la suite" in shown
    assert "/ailleurs/" not in shown


def test_a_text_leads_to_a_document_of_an_open_collection(client, page_of, document, private):
    link = f'<p><a linktype="document" id="{document.pk}">la liste</a></p>'
    page_of(("paragraph", link))
    assert f'<a href="{document.url}">la liste</a>' in client.get("/essai/").text
    document.collection = private
    document.save()
    assert document.url not in client.get("/essai/").text


def test_the_links_of_thirty_texts_are_read_at_once(elsewhere, django_assert_num_queries):
    body = TextBlock()
    value = body.to_python([{"type": "paragraph", "value": text_linking_to(elsewhere)}] * 30)
    with django_assert_num_queries(1):
        assert body.render(value).count("/ailleurs/") == 30
