"""Who may see what: every URL of the project, asked for by everybody who may come by.

A new URL that the table doesn't know fails the test. Rows are beginnings of routes, or whole ones
when they end in `$`; the longest one that fits a URL decides. A URL with an argument (an offer's
page, its history…) is asked for with objects of the person's own structure: nobody outside its
row may get in. That those inside reach only what their memberships cover is tested with the
permissions (tests/catalogue/admin).
"""

from urllib.parse import urljoin, urlsplit

import pytest
from django.db import connection
from django.urls import reverse

from catalogue.models import Role, Structure
from tests import factories
from tests.addresses import ADMIN, ANY_PAGE, ARGUMENT, address, make_samples, page_routes, routes
from tests.datasets import rows_for_the_module

pytestmark = pytest.mark.django_db

COMMUNICATION, DATA, ADVISER, HEAD, NETWORK, COMMUNICATOR, WRITER = map(str, Role.labels)
ANONYMOUS, SUPERUSER = "anonymous", "superuser"

ROLES = {*map(str, Role.labels)}
STAFF = ROLES | {SUPERUSER}
EVERYBODY = STAFF | {ANONYMOUS}
EDITORS = {COMMUNICATION, SUPERUSER}
WRITERS = EDITORS | {WRITER}
STRUCTURE_WRITERS = STAFF - {DATA, WRITER}
ANNOUNCERS = {COMMUNICATION, HEAD, NETWORK, SUPERUSER}
FIGURES = STAFF - {COMMUNICATION, COMMUNICATOR, WRITER}
ILLUSTRATORS = STAFF - {DATA}
IMPORTERS = {DATA, HEAD, NETWORK, SUPERUSER}
SITE_OWNER = {SUPERUSER}
NOBODY = set()

ACCESS = {
    # The public site
    "$": EVERYBODY,
    "accessibilite/": EVERYBODY,
    "actualites/": EVERYBODY,
    "agenda/": EVERYBODY,
    "apprendre/": EVERYBODY,
    "campagnes/": EVERYBODY,
    "conventions/documents/": EVERYBODY,
    "formulaires/": EVERYBODY,
    "dispositifs/": EVERYBODY,
    "donnees-personnelles/": EVERYBODY,
    "ma-ville/": EVERYBODY,
    "mentions-legales/": EVERYBODY,
    "missions-locales/": EVERYBODY,
    "offres/": EVERYBODY,
    "plan-du-site/": EVERYBODY,
    "presse/": EVERYBODY,
    "recherche/": EVERYBODY,
    ANY_PAGE: EVERYBODY,
    "_util/": EVERYBODY,  # passwords of private pages
    "documents/": EVERYBODY,
    "styleguide/": EVERYBODY,  # not in production
    # For machines
    "api/v1/": EVERYBODY,
    "api/v1/activity/": FIGURES,
    "api/v1/feeds/": IMPORTERS,  # and programs, with a token
    "healthz": EVERYBODY,
    "robots.txt": EVERYBODY,
    "sitemap": EVERYBODY,
    # Signing in
    f"{ADMIN}login/": {ANONYMOUS},
    f"{ADMIN}password_reset/": EVERYBODY,
    f"{ADMIN}jsi18n/": EVERYBODY,  # translations and icons, for the sign-in page
    f"{ADMIN}sprite/": EVERYBODY,
    # What Wagtail offers whoever signed in, within what their permissions cover
    f"{ADMIN}$": STAFF,
    f"{ADMIN}^": STAFF,  # an address that leads nowhere
    f"{ADMIN}account/": STAFF,
    f"{ADMIN}api/main/": STAFF,
    f"{ADMIN}block-preview/": STAFF,
    f"{ADMIN}bulk/": STAFF,
    f"{ADMIN}choose-": STAFF,
    f"{ADMIN}dismissibles/": STAFF,
    f"{ADMIN}logout/": STAFF,
    f"{ADMIN}editing-sessions/": STAFF,
    f"{ADMIN}embeds/": STAFF,
    f"{ADMIN}tag-autocomplete/": STAFF,
    # Two questions that Wagtail asks of anybody; it checks what is done with the answer
    f"{ADMIN}pages/<int:page_to_move_id>/move/<int:destination_id>/confirm/": STAFF,
    f"{ADMIN}pages/workflow/confirm_cancellation/": STAFF,
    # Pages and files
    f"{ADMIN}pages/": WRITERS,
    f"{ADMIN}modeles/": WRITERS,
    f"{ADMIN}images/": ILLUSTRATORS,
    f"{ADMIN}images/chooser/": STAFF,
    f"{ADMIN}images/chooser/create/": ILLUSTRATORS,
    f"{ADMIN}documents/": ILLUSTRATORS,
    f"{ADMIN}documents/chooser/": STAFF,
    f"{ADMIN}documents/chooser/create/": ILLUSTRATORS,
    f"{ADMIN}forms/": EDITORS,
    f"{ADMIN}forms/$": WRITERS,  # the list of those that one may publish: theirs is empty
    f"{ADMIN}forms/results/": WRITERS,
    f"{ADMIN}reports/": WRITERS,
    f"{ADMIN}reports/locked/": EDITORS,
    f"{ADMIN}reports/site-history/": SITE_OWNER,
    f"{ADMIN}reports/workflow": SITE_OWNER,
    # The catalogue
    f"{ADMIN}catalogue/agreement/": STAFF,
    f"{ADMIN}catalogue/communes/choisir/": STAFF,
    f"{ADMIN}catalogue/communes/choisir/create/": SITE_OWNER,
    f"{ADMIN}catalogue/coverage/": STAFF,
    f"{ADMIN}catalogue/membership/": {HEAD, NETWORK, SUPERUSER},
    f"{ADMIN}catalogue/network/": STAFF - {ADVISER},
    f"{ADMIN}catalogue/offer/": STAFF,
    f"{ADMIN}catalogue/partner/": STAFF,
    f"{ADMIN}catalogue/receptionsite/": STAFF,
    f"{ADMIN}catalogue/scheme/": STAFF,
    f"{ADMIN}catalogue/structure/": STAFF,
    f"{ADMIN}catalogue/theme/": STAFF,
    # What runs the site
    f"{ADMIN}redirects/": EDITORS,
    f"{ADMIN}translation/": EDITORS,
    f"{ADMIN}rapports/adresses-introuvables/": EDITORS,
    f"{ADMIN}categories-d-actualites/": EDITORS,
    f"{ADMIN}rapports/recherches-sans-resultat/": EDITORS,
    f"{ADMIN}rapports/liens-casses/": STAFF,
    f"{ADMIN}rapports/facilite-de-lecture/": WRITERS,
    f"{ADMIN}alertes/": ANNOUNCERS,
    f"{ADMIN}snippets/choose/cms/alert/": STAFF,
    f"{ADMIN}actualites-de-structures/": STRUCTURE_WRITERS,
    f"{ADMIN}snippets/choose/cms/structurenews/": STAFF,
    f"{ADMIN}snippets/choose/cms/structurenews/create/": STRUCTURE_WRITERS,
    f"{ADMIN}recherche/": EDITORS,
    f"{ADMIN}snippets/choose/cms/promotion/": STAFF,
    f"{ADMIN}snippets/choose/cms/promotion/create/": EDITORS,
    f"{ADMIN}snippets/choose/catalogue/synonym/create/": EDITORS,
    f"{ADMIN}activite/": FIGURES,
    f"{ADMIN}activite/definitions/": STAFF,
    f"{ADMIN}activite/populations/": FIGURES,
    f"{ADMIN}activite/retards/": {NETWORK, SUPERUSER},
    f"{ADMIN}activite/conventions/": STAFF,
    f"{ADMIN}conventions/documents/": STAFF,
    f"{ADMIN}imports/": IMPORTERS,
    f"{ADMIN}rapports/qualite/": STAFF,
    f"{ADMIN}snippets/choose/activity/": STAFF,
    f"{ADMIN}snippets/choose/catalogue/": STAFF,
    f"{ADMIN}snippets/$": NOBODY,  # each kind of object has its own menu entry
    # What belongs to whoever runs the software
    f"{ADMIN}collections/": SITE_OWNER,
    f"{ADMIN}groups/": SITE_OWNER,
    f"{ADMIN}failwhale/": SITE_OWNER,
    f"{ADMIN}test404/": SITE_OWNER,
    f"{ADMIN}settings/": SITE_OWNER,
    f"{ADMIN}sites/": SITE_OWNER,
    f"{ADMIN}sites-rattaches/": SITE_OWNER,
    f"{ADMIN}users/": SITE_OWNER,
    f"{ADMIN}workflows/": SITE_OWNER,
    f"{ADMIN}workflows/task_chooser/": STAFF,
}
# Who adds an object, and so sees its empty form, its empty form in a chooser, and its preview.
ADDED_BY = {
    "agreement": {COMMUNICATION, HEAD, NETWORK, SUPERUSER},
    "coverage": {DATA, NETWORK, SUPERUSER},
    "membership": {NETWORK, SUPERUSER},
    "network": {NETWORK, SUPERUSER},
    "offer": STAFF - {WRITER},
    "partner": STAFF - {ADVISER, COMMUNICATOR, WRITER},
    "receptionsite": STAFF - {ADVISER, WRITER},
    "scheme": {COMMUNICATION, NETWORK, SUPERUSER},
    "structure": {COMMUNICATION, DATA, NETWORK, SUPERUSER},
    "theme": {COMMUNICATION, NETWORK, SUPERUSER},
}
ACCESS[f"{ADMIN}snippets/choose/cms/alert/create/"] = ANNOUNCERS
for model, people in ADDED_BY.items():
    ACCESS[f"{ADMIN}catalogue/{model}/add/"] = people
    ACCESS[f"{ADMIN}catalogue/{model}/preview/$"] = people
    ACCESS[f"{ADMIN}snippets/choose/catalogue/{model}/create/"] = people
for model, folder in (("indicator", "definitions"), ("youngpopulation", "populations")):
    ACCESS[f"{ADMIN}activite/{folder}/add/"] = {NETWORK, SUPERUSER}
    ACCESS[f"{ADMIN}activite/{folder}/preview/$"] = {NETWORK, SUPERUSER}
    ACCESS[f"{ADMIN}snippets/choose/activity/{model}/create/"] = {NETWORK, SUPERUSER}
# What acts by itself when asked for: Wagtail's error pages raise their error, its exit leaves.
NOT_ASKED_FOR = {f"{ADMIN}failwhale/", f"{ADMIN}test404/", f"{ADMIN}logout/"}


def audience(route):
    rows = [row for row in ACCESS if f"{route}$".startswith(row)]
    assert rows, f"{route} has no row in the table of who may see what"
    return ACCESS[max(rows, key=len)]


def gets_in(client, path):
    """True or False; None when the answer doesn't tell (no such object, wrong method)."""
    gates = {reverse(name) for name in ("wagtailadmin_login", "wagtailadmin_home")} - {path}
    while True:
        response = client.get(path)
        assert response.status_code != 500, path
        if response.streaming:
            list(response)  # a download is read to its end, then closed
        if not 300 <= response.status_code < 400:
            return False if response.status_code == 403 else response.status_code == 200 or None
        path = urljoin(path, response.url)
        if urlsplit(path).path in gates:  # the gate's own page is asked for once, not each time
            return False


@pytest.fixture(scope="module")
def samples(django_db_setup, django_db_blocker):
    """The arguments of each address: numbers and codes, which no test can change."""
    with rows_for_the_module(django_db_blocker):
        structure = factories.StructureFactory(network=factories.NetworkFactory())
        yield make_samples(structure)


@pytest.fixture
def structure(db, samples):
    """Whose objects the samples are."""
    return Structure.objects.get(pk=samples[f"{ADMIN}catalogue/structure/"]["*"])


@pytest.fixture
def sign_in(client, structure):
    """The roles of a structure come from the samples' one, the others from its network."""

    def sign_in(person):
        if person == SUPERUSER:
            client.force_login(factories.UserFactory(is_superuser=True, is_staff=True))
        elif person != ANONYMOUS:
            role = Role(Role.values[Role.labels.index(person)])
            in_structure = role.is_for_structure
            place = {
                "structure": structure if in_structure else None,
                "network": None if in_structure else structure.network,
            }
            client.force_login(factories.MembershipFactory(role=role, **place).user)

    return sign_in


@pytest.mark.parametrize("person", sorted(EVERYBODY))
def test_everybody_sees_what_the_table_says_and_nothing_else(person, client, sign_in, samples):
    sign_in(person)
    wrong = []
    for route in sorted({*routes(), *page_routes()} - NOT_ASKED_FOR):
        path = address(route, samples)
        expected = person in audience(route)
        got = gets_in(client, path)
        has_argument = ARGUMENT.search(route)
        if got is None or got == expected or (has_argument and not got):
            continue
        wrong.append(f"{path} {'lets in' if got else 'keeps out'} {person}")
    assert not wrong, "\n".join(wrong)


def public_routes():
    """The pages, and what the table opens to everybody outside the editors' site."""
    opened = {route for route in routes() if ANONYMOUS in audience(route)}
    outside = {route for route in opened if not route.startswith((ADMIN, "_util/", "documents/"))}
    return sorted(outside - {ANY_PAGE} | {*page_routes()})


def test_every_public_address_answers(client, samples):
    answers = {route: client.get(address(route, samples)).status_code for route in public_routes()}
    unexpected = {route: status for route, status in answers.items() if status != 200}
    assert unexpected == {
        "healthz": 503,  # no worker here
        "ma-ville/": 405,  # the target of a form
        "formulaires/<int:pk>/": 405,  # so is this
        "api/v1/communes/": 400,  # asks what was typed
        "api/v1/^pages/find/": 404,  # asks which page
    }


def test_public_pages_leave_no_trace(client, samples):
    """Neither a cookie in the browser, nor a row in the database."""

    def refuse_writing(execute, sql, params, many, context):
        assert sql.lstrip().upper().startswith(("SELECT", "SAVEPOINT", "RELEASE")), sql
        return execute(sql, params, many, context)

    with connection.execute_wrapper(refuse_writing):
        for route in public_routes():
            response = client.get(address(route, samples))
            assert not response.cookies, route


@pytest.mark.parametrize(
    "factory",
    [factories.StructureFactory, factories.SchemeFactory, factories.OfferFactory],
)
@pytest.mark.parametrize("person", [ANONYMOUS, SUPERUSER])
def test_what_is_not_published_has_no_public_address(person, factory, client, sign_in):
    sign_in(person)
    published, draft = factory(), factory(live=False)
    assert client.get(published.get_absolute_url()).status_code == 200
    assert client.get(draft.get_absolute_url()).status_code == 404
