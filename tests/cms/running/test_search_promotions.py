"""What staff put first in the search, and what they say that words mean."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from catalogue.models import Role, Synonym
from cms.models import Promotion, StandardPage
from tests.catalogue.admin.tools import admin_url, submit, text_of
from tests.factories import OfferFactory, SchemeFactory, StructureFactory
from tests.search_factories import PromotionFactory, SynonymFactory

pytestmark = [pytest.mark.django_db, pytest.mark.dialect]


def page_for(client, text):
    return BeautifulSoup(client.get("/recherche/", {"q": text}).content, "html.parser")


def first(client, text):
    """What is put forward for a text."""
    links = page_for(client, text).select("section.trouvaille-mis-en-avant a")
    return [link.get_text(strip=True) for link in links]


def make_page(**fields):
    page = StandardPage(title="Être payé", slug="etre-paye", **fields)
    return Page.objects.get(depth=2).add_child(instance=page)


TARGETS = {
    "page": make_page,
    "scheme": lambda: SchemeFactory(name="Être payé"),
    "structure": lambda: StructureFactory(name="Être payé"),
    "offer": lambda: OfferFactory(title="Être payé"),
}
HIDDEN = {
    "page": lambda: make_page(live=False),
    "scheme": lambda: SchemeFactory(live=False),
    "structure": lambda: StructureFactory(live=False),
    "offer": lambda: OfferFactory(live=False),
}


@pytest.mark.parametrize("name", TARGETS)
def test_each_kind_of_thing_can_be_put_first(name, client):
    PromotionFactory(text="argent", **{name: TARGETS[name]()})
    assert first(client, "argent") == ["Être payé"]
    assert first(client, "argent de poche") == []


@pytest.mark.parametrize("name", HIDDEN)
def test_what_is_not_published_is_not_put_first(name, client):
    PromotionFactory(text="argent", **{name: HIDDEN[name]()})
    assert first(client, "argent") == []


def test_a_restricted_page_is_not_put_first(client):
    page = make_page()
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    PromotionFactory(text="argent", page=page)
    assert first(client, "argent") == []


@pytest.mark.parametrize("text", ["Argents", "ARGENT", "l’argent", " argent ! "])
def test_spelling_makes_no_difference(text, client):
    PromotionFactory(text="L’argent", scheme=SchemeFactory(name="CEJ"))
    assert first(client, text) == ["CEJ"]


def test_a_synonym_leads_to_it(client):
    PromotionFactory(text="argent", scheme=SchemeFactory(name="CEJ"))
    SynonymFactory(text="thune", meaning="argent")
    assert first(client, "thunes") == ["CEJ"]


def test_they_come_in_their_order_with_their_sentence(client):
    PromotionFactory(text="argent", scheme=SchemeFactory(name="Deux"), position=2)
    scheme = SchemeFactory(name="Un", summary="Le résumé")
    PromotionFactory(text="argent", scheme=scheme, position=1, summary="Lis ceci d’abord.")
    assert first(client, "argent") == ["Un", "Deux"]
    text = page_for(client, "argent").get_text()
    assert "Lis ceci d’abord." in text
    assert "Le résumé" not in text


def test_what_is_put_first_is_not_repeated_below(client):
    scheme = SchemeFactory(name="Argent de poche")
    PromotionFactory(text="argent", scheme=scheme)
    page = page_for(client, "argent")
    assert len(page.select(f'.trouvailles a[href="{scheme.get_absolute_url()}"]')) == 1


def test_what_else_was_searched_for_is_said(client):
    SchemeFactory(name="Contrat d’engagement jeune")
    SynonymFactory(text="RSA jeunes", meaning="contrat d’engagement jeune")
    for url in ("/recherche/", "/offres/"):
        answer = text_of(client.get(url, {"q": "RSA jeunes"}))
        assert "Résultats aussi pour « contrat d’engagement jeune »" in answer
        assert "Résultats aussi" not in text_of(client.get(url, {"q": "jeunes"}))


def test_promotions_add_few_queries_however_many_they_are(client):
    numbers = []
    for _round in range(2):
        for _number in range(4):
            PromotionFactory(text="argent", scheme=SchemeFactory())
            PromotionFactory(text="argent", offer=OfferFactory())
            PromotionFactory(text="argent", structure=StructureFactory())
        client.get("/recherche/", {"q": "argent"})
        with CaptureQueriesContext(connection) as captured:
            client.get("/recherche/", {"q": "argent"})
            numbers.append(len(captured))
    assert numbers[0] == numbers[1] <= 16


@pytest.mark.parametrize("targets", [[], ["scheme", "offer"]])
def test_one_thing_is_put_forward_and_no_more(targets):
    with pytest.raises(IntegrityError), transaction.atomic():
        PromotionFactory(text="argent", **{name: TARGETS[name]() for name in targets})


class TestAdmin:
    def test_communication_puts_a_result_first(self, sign_in, client):
        scheme = SchemeFactory(name="CEJ")
        add = admin_url(Promotion, "add")
        answer = submit(sign_in(Role.COMMUNICATION), add, text="Argent", scheme=scheme.pk)
        assert answer.status_code == 302, answer.context["form"].errors
        assert first(client, "argent") == ["CEJ"]
        assert "CEJ" in text_of(client.get(admin_url(Promotion, "list")))

    def test_communication_says_what_a_word_means(self, sign_in):
        client = sign_in(Role.COMMUNICATION)
        answer = submit(client, admin_url(Synonym, "add"), text="RSA jeunes", meaning="CEJ")
        assert answer.status_code == 302, answer.context["form"].errors
        assert "RSA jeunes" in text_of(client.get(admin_url(Synonym, "list")))

    def test_without_a_target_it_says_what_to_choose(self, sign_in):
        client = sign_in(Role.COMMUNICATION)
        answer = submit(client, admin_url(Promotion, "add"), text="Argent")
        assert "Choisissez ce qui est mis en avant" in text_of(answer)
        assert not Promotion.objects.exists()

    @pytest.mark.parametrize(
        ("changes", "error"),
        [
            ({"text": "de la", "meaning": "CEJ"}, "ne retient aucun mot"),
            ({"text": "CEJ", "meaning": "!!"}, "ne retient aucun mot"),
            ({"text": "Emplois", "meaning": "l’emploi"}, "pas de différence"),
            ({"text": "rsa JEUNES", "meaning": "cej"}, "existe déjà"),
        ],
    )
    def test_a_synonym_that_would_do_nothing_is_refused(self, changes, error, sign_in):
        SynonymFactory(text="RSA jeunes", meaning="CEJ")
        answer = submit(sign_in(Role.COMMUNICATION), admin_url(Synonym, "add"), **changes)
        assert error in text_of(answer)
        assert Synonym.objects.count() == 1

    @pytest.mark.parametrize("model", [Promotion, Synonym])
    def test_the_text_may_come_filled_in(self, model, sign_in):
        client = sign_in(Role.COMMUNICATION)
        form = client.get(admin_url(model, "add"), {"text": "permis bateau"})
        assert form.context["form"]["text"].value() == "permis bateau"
        form = client.get(admin_url(model, "add"), {"text": "x" * 10_000})
        assert not form.context["form"]["text"].value()

    @pytest.mark.parametrize("model", [Promotion, Synonym])
    @pytest.mark.parametrize("role", [role for role in Role if role != Role.COMMUNICATION])
    def test_the_others_keep_out(self, role, model, sign_in):
        assert sign_in(role).get(admin_url(model, "list")).status_code in {302, 403}

    def test_an_offer_that_is_over_leaves_the_search_and_stays_in_the_list(self, sign_in, client):
        offer = OfferFactory(title="Finie", expires_on=timezone.localdate() - timedelta(days=2))
        PromotionFactory(text="argent", offer=offer)
        assert first(client, "argent") == []
        assert "Finie" in text_of(sign_in(Role.COMMUNICATION).get(admin_url(Promotion, "list")))
