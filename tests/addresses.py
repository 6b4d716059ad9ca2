"""Every address of the project, with arguments that lead somewhere."""

import re
from datetime import date

from django.conf import settings
from django.urls import URLResolver, get_resolver
from wagtail.contrib.routable_page.models import RoutablePageMixin
from wagtail.models import Page, Site

from cms.models import (
    CampaignIndexPage,
    CampaignPage,
    FormPage,
    LibraryPage,
    PressRoomPage,
    ResourcePage,
    SiteTerritory,
)
from cms.navigation import address as path_of
from tests import factories
from tests.search_factories import PromotionFactory, SynonymFactory

ADMIN = settings.ADMIN_PATH
# Wagtail's own: whatever is left is the path of a page, and pages are listed by `page_routes`.
ANY_PAGE = r"^((?:[\w\-]+/)*)$"


def routes(resolver=None, prefix=""):
    """Every route below a resolver, as it is written in the URLconf."""
    for pattern in (resolver or get_resolver()).url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern, route)
        else:
            yield route


def page_routes():
    """Every live page, and the sub-routes of those that have some."""
    for page in Page.objects.live().filter(depth__gte=2).specific():
        base = path_of(page).lstrip("/")
        subroutes = page.get_subpage_urls() if isinstance(page, RoutablePageMixin) else []
        yield from (base + str(subroute.pattern) for subroute in subroutes)
        if not subroutes:
            yield base


ARGUMENT = re.compile(r"<(?:\w+:)?(\w+)>|\(\?P<(\w+)>[^)]*\)|\([^()]*(?:\([^()]*\))?[^()]*\)")


def address(route, samples):
    """A path for a route, its arguments replaced by those of an object that exists."""
    of_section = max((start for start in samples if route.startswith(start)), key=len)

    def value(match):
        name = match.group(1) or match.group(2)
        return str(samples[of_section].get(name, samples[of_section]["*"]))

    path = ARGUMENT.sub(value, route)
    return "/" + re.sub(r"[\^$\\]", "", path)


IN_2021 = {"starts_on": date(2021, 1, 1), "ends_on": date(2021, 12, 31)}


def make_samples(structure):
    """Arguments for the routes that begin so: objects of one structure, or the number 1."""
    scheme = factories.SchemeFactory()
    theme = factories.ThemeFactory()
    partner = factories.PartnerFactory()
    site = factories.ReceptionSiteFactory(structure=structure)
    offer = factories.OfferFactory(structure=structure)
    session = factories.OfferSessionFactory(offer=offer)
    agreement = factories.AgreementFactory(structure=structure, is_public=True, partners=[partner])
    document = factories.AgreementDocumentFactory(agreement=agreement, is_public=True)
    membership = factories.MembershipFactory(structure=structure)
    coverage = factories.CoverageFactory(structure=structure)
    feed = factories.FeedFactory(structure=structure)
    batch = factories.ImportBatchFactory(feed=feed)
    factories.ImportRowFactory(batch=batch)
    alert = factories.AlertFactory(structures=[structure])
    home = Site.objects.get(is_default_site=True).root_page.specific
    legal = home.get_children().get(slug="mentions-legales")
    form = legal.add_child(instance=FormPage(title="Nous écrire", slug="nous-ecrire"))
    index = CampaignIndexPage(title="Campagnes", slug="campagnes")
    campaigns = home.add_child(instance=index)
    campaigns.add_child(instance=CampaignPage(title="En 2021", slug="en-2021", **IN_2021))
    index = LibraryPage(title="Apprendre", slug="apprendre")
    library = home.add_child(instance=index)
    library.add_child(instance=ResourcePage(title="Un budget", slug="un-budget", minutes=20))
    home.add_child(instance=PressRoomPage(title="Presse", slug="presse"))
    category = factories.NewsCategoryFactory()
    news = factories.StructureNewsFactory(structure=structure)
    promotion = PromotionFactory(scheme=scheme)
    synonym = SynonymFactory()
    factories.ReportFactory(structure=structure)
    population = factories.YoungPopulationFactory(structure=structure)
    indicator = factories.IndicatorFactory()
    site_of_a_structure = SiteTerritory.objects.create(
        site=Site.objects.create(hostname="exemple.test", root_page=home),
        structure=structure,
    )
    samples = {
        "": {"*": 1},
        "api/v1/^structures/": {"*": structure.imilo_code},
        "api/v1/^sites/": {"*": site.code},
        "api/v1/^schemes/": {"*": scheme.code},
        "api/v1/^themes/": {"*": theme.code},
        "api/v1/^partners/": {"*": partner.code},
        "api/v1/^agreements/": {"*": agreement.code},
        "api/v1/^offers/": {"*": offer.pk},
        "api/v1/^sessions/": {"*": session.pk},
        "api/v1/^pages/": {"*": home.pk},
        "sitemap-": {"*": "missions-locales"},
        "missions-locales/": {"*": structure.slug, "pk": news.pk, "news_slug": news.slug},
        "dispositifs/": {"*": scheme.slug},
        "offres/": {"*": offer.slug, "pk": offer.pk},
        "agenda/": {"*": session.pk},
        f"{ADMIN}activite/indicateurs/": {"*": "entretiens"},
        "conventions/": {"*": document.pk},
        f"{ADMIN}activite/saisie/": {"*": structure.pk, "period": "2024-W15"},
        f"{ADMIN}activite/objectifs/": {"*": structure.pk},
        f"{ADMIN}activite/definitions/": {"*": indicator.pk},
        f"{ADMIN}activite/populations/": {"*": population.pk},
        f"{ADMIN}snippets/choose/activity/indicator/": {"*": indicator.pk},
        f"{ADMIN}snippets/choose/activity/youngpopulation/": {"*": population.pk},
        f"{ADMIN}activite/conventions/": {"*": agreement.pk, "year": agreement.first_year},
        f"{ADMIN}conventions/": {"*": document.pk},
        f"{ADMIN}imports/": {"*": batch.pk},
        f"{ADMIN}imports/flux/": {"*": feed.pk},
        "api/v1/feeds/": {"*": batch.pk, "feed_pk": feed.pk},
        f"{ADMIN}sites-rattaches/": {"*": site_of_a_structure.pk},
        "formulaires/": {"*": form.pk},
        f"{ADMIN}forms/": {"*": form.pk},
        f"{ADMIN}alertes/": {"*": alert.pk},
        f"{ADMIN}categories-d-actualites/": {"*": category.pk},
        f"{ADMIN}snippets/choose/cms/alert/": {"*": alert.pk},
        f"{ADMIN}actualites-de-structures/": {"*": news.pk},
        f"{ADMIN}snippets/choose/cms/structurenews/": {"*": news.pk},
        f"{ADMIN}recherche/resultats-mis-en-avant/": {"*": promotion.pk},
        f"{ADMIN}snippets/choose/cms/promotion/": {"*": promotion.pk},
        f"{ADMIN}recherche/synonymes/": {"*": synonym.pk},
        f"{ADMIN}snippets/choose/catalogue/synonym/": {"*": synonym.pk},
        f"{ADMIN}pages/": {"*": home.pk},
    }
    shared = (structure.network, scheme, theme, partner)
    for thing in (*shared, structure, site, offer, membership, coverage, agreement):
        name = thing._meta.model_name
        samples[f"{ADMIN}catalogue/{name}/"] = {"*": thing.pk}
        samples[f"{ADMIN}snippets/choose/catalogue/{name}/"] = {"*": thing.pk}
    return samples
