"""A page of each type, as long as they get: thirty blocks, and as many pages below as there are.

Twice for those that have a body: with all that editors write (`ecrit`), images, links and documents
included; and with all that is looked up in the catalogue when the page is shown
(`catalogue`). Figures of the activity have budgets of their own.
"""

from datetime import date, timedelta

from cms.models import (
    AgendaPage,
    CampaignIndexPage,
    CampaignNews,
    CampaignPage,
    CampaignScheme,
    ContactPage,
    EasyReadPage,
    FiguresPage,
    FormField,
    FormPage,
    HomePage,
    LibraryPage,
    NewsIndexPage,
    NewsPage,
    NewsScheme,
    NewsStructure,
    OfferIndexPage,
    PartnershipIndexPage,
    PartnershipPage,
    PressReleasePage,
    PressRoomPage,
    QuestionsPage,
    ResourcePage,
    SchemeIndexPage,
    SectionPage,
    StandardPage,
    StructureIndexPage,
)
from tests import factories
from tests.blocks import items, linking_text, thirty, values_of_blocks

#: Where there is one of each type. A type that isn't here has no budget, which fails a test.
PAGES = {
    HomePage: ["/"],
    StructureIndexPage: ["/missions-locales/"],
    SchemeIndexPage: ["/dispositifs/"],
    OfferIndexPage: ["/offres/"],
    AgendaPage: ["/agenda/"],
    NewsIndexPage: ["/actualites/"],
    NewsPage: ["/actualites/ecrit/", "/actualites/catalogue/"],
    CampaignIndexPage: ["/campagnes/"],
    CampaignPage: ["/campagnes/ecrit/", "/campagnes/catalogue/"],
    SectionPage: ["/rubrique-ecrit/", "/rubrique-catalogue/"],
    StandardPage: [
        "/texte-ecrit/",
        "/texte-catalogue/",
        "/rubrique-ecrit/texte/",
        "/rubrique-catalogue/texte/",
    ],
    QuestionsPage: ["/questions/"],
    FormPage: ["/formulaire-ecrit/", "/formulaire-catalogue/"],
    PressRoomPage: ["/presse/"],
    PressReleasePage: ["/presse/ecrit/"],
    PartnershipIndexPage: ["/partenariats/"],
    PartnershipPage: ["/partenariats/ecrit/", "/partenariats/catalogue/"],
    FiguresPage: ["/chiffres-ecrit/"],
    ContactPage: ["/contact-ecrit/", "/contact-catalogue/"],
    LibraryPage: ["/apprendre/", "/apprendre/?duree=15"],
    ResourcePage: ["/apprendre/ecrit/", "/apprendre/catalogue/"],
    EasyReadPage: ["/texte-ecrit/facile-a-lire/"],
}
BUDGETS = dict.fromkeys(PAGES, 12)
FIGURES = {"figures"}
LOOKED_UP = {"offers", "sessions", "open_near", "schemes"}
#: What names an image, a document, a page, a structure or a partner.
CHOSEN = {"image", "gallery", "documents", "cards", "contact", "logos"}
UNCHOSEN = {
    "paragraph": "<p>Tu pousses la porte.</p>",
    "offers": {"title": "Offres", "themes": [], "kinds": [], "fees": [], "modalities": []},
    "sessions": {"title": "Dates", "themes": []},
    "button": {"text": "Suite", "page": None, "url": "https://exemple.test/", "secondary": False},
    "video": {
        "title": "Vidéo",
        "url": "https://vimeo.com/1",
        "duration": "1:00",
        "image": None,
        "transcript": "",
    },
}


def make_pages(rows, number):
    """`rows`: what blocks choose; `number`: of pages below each other, and of agreements."""
    values = values_of_blocks(rows)
    home = HomePage.objects.get()
    home.body = body_of(HomePage, values, LOOKED_UP)
    home.save()
    agreements = [
        factories.AgreementFactory(
            structure=rows.structure,
            partners=[rows.partner],
            schemes=[rows.scheme],
            is_public=True,
            commitments_are_public=True,
            network_commitments="Prévenir.",
        )
        for _index in range(number)
    ]
    make_answers(home, rows)
    room = make_press(home, values, number)
    room.add_child(instance=longest(PressReleasePage, "ecrit", values, LOOKED_UP))
    index = add(home, PartnershipIndexPage, "partenariats")
    news = home.get_children().type(NewsIndexPage).get().specific
    campaigns = add(home, CampaignIndexPage, "campagnes")
    library = add(home, LibraryPage, "apprendre")
    mixes = {"ecrit": (values, LOOKED_UP), "catalogue": (values | UNCHOSEN, CHOSEN)}
    for name, (values_of_mix, without) in mixes.items():
        mix = (values_of_mix, without)
        for stem, model in [("texte", StandardPage), ("contact", ContactPage)]:
            long = home.add_child(instance=longest(model, f"{stem}-{name}", *mix))
            if model is StandardPage:
                long.add_child(instance=longest(EasyReadPage, "facile", *mix))
        section = home.add_child(instance=longest(SectionPage, f"rubrique-{name}", *mix))
        section.add_child(instance=longest(StandardPage, "texte", *mix))
        form = longest(FormPage, f"formulaire-{name}", *mix)
        form.form_fields = [
            FormField(sort_order=order, label=f"Question {order}", field_type="singleline")
            for order in range(30)
        ]
        home.add_child(instance=form)
        page = longest(NewsPage, name, *mix)
        page.categories = [factories.NewsCategoryFactory()]
        page.structures = [NewsStructure(structure=rows.structure)]
        page.schemes = [NewsScheme(scheme=rows.scheme)]
        news.add_child(instance=page)
        campaign = longest(CampaignPage, name, *mix)
        campaign.ends_on = date(2100, 1, 1)
        campaign.offers = [{"type": "offers", "value": UNCHOSEN["offers"]}]
        campaign.schemes = [CampaignScheme(scheme=rows.scheme)]
        campaign.news = [CampaignNews(news=page)]
        campaigns.add_child(instance=campaign)
        resource = longest(ResourcePage, name, *mix)
        resource.minutes = 10
        library.add_child(instance=resource)
        page = longest(PartnershipPage, name, *mix)
        page.agreement = agreements[0]
        index.add_child(instance=page)
        for parent in (section, news, home.get_children().get(slug=f"contact-{name}").specific):
            add_below(parent, number)
    for agreement in agreements[1:]:
        page = PartnershipPage(title="Un partenariat", agreement=agreement)
        index.add_child(instance=page)
    home.add_child(instance=longest(FiguresPage, "chiffres-ecrit", values, LOOKED_UP))


def make_answers(home, rows):
    """Thirty questions, whose answers lead elsewhere."""
    one = {"question": "Et après ?", "answer": linking_text(rows)}
    group = {"type": "group", "value": {"title": "Sujet", "questions": items(*[one] * 10)}}
    home.add_child(instance=QuestionsPage(title="FAQ", slug="questions", groups=[group] * 3))


def make_press(home, values, number):
    contact = {"type": "contact", "value": values["contact"]}
    room = add(
        home, PressRoomPage, "presse", contacts=[contact], reminder=values["callout"]["text"]
    )
    for days in range(number):
        release = PressReleasePage(title="Communiqué", date=date(2026, 3, 1) - timedelta(90 * days))
        room.add_child(instance=release)
    return room


def add(parent, model, slug, **fields):
    return parent.add_child(instance=model(title=slug.capitalize(), slug=slug, **fields))


def add_below(parent, number):
    model = {NewsIndexPage: NewsPage, ContactPage: FormPage}.get(type(parent), StandardPage)
    for index in range(parent.numchild, parent.numchild + number):
        # Each slug given: Wagtail would look for a free one among all those before.
        fields = {"title": "Une page", "slug": f"page-{index}"}
        parent.add_child(instance=model(**fields, search_description="Ce qu’on y lit."))


def longest(model, slug, values, without):
    body = body_of(model, values, without)
    assert len(body) == 30
    return model(title=slug.capitalize(), slug=slug, body=body)


def body_of(model, values, without):
    block = model._meta.get_field("body").stream_block
    return thirty(block, values, FIGURES | without)
