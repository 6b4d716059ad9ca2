"""Every component, looked at by axe and used by keyboard, on a phone and on a desktop.

On a development server of its own: production has no styleguide.
"""

from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe

from .conftest import Watch

PHONE, DESKTOP = (360, 800), (1280, 800)


@pytest.fixture(scope="module")
def development_url(running_site):
    with running_site.development_server() as url:
        yield url


@pytest.fixture
def open_styleguide(chromium, development_url):
    """`open_styleguide(DESKTOP, "?dir=rtl")` → the page; its console must stay silent."""
    contexts, watches = [], []

    def open_styleguide(size=PHONE, query="", **options):
        width, height = size
        context = chromium.new_context(
            viewport={"width": width, "height": height}, reduced_motion="reduce", **options
        )
        contexts.append(context)
        page = context.new_page()
        watches.append(Watch(page, urlsplit(development_url).netloc))
        page.goto(f"{development_url}/styleguide/{query}")
        return page

    yield open_styleguide
    for context in contexts:
        context.close()
    assert not [fault for watch in watches for fault in watch.faults]


@pytest.mark.parametrize("size", [PHONE, DESKTOP])
@pytest.mark.parametrize(("scheme", "query"), [("light", ""), ("dark", ""), ("light", "?dir=rtl")])
def test_axe_finds_nothing_wrong_with_any_component(open_styleguide, size, scheme, query):
    results = Axe().run(open_styleguide(size, query, color_scheme=scheme))
    assert results.violations_count == 0, results.generate_report()


@pytest.mark.parametrize("query", ["", "?dir=rtl"])
def test_nothing_runs_over_the_edge(open_styleguide, query):
    """320 px is also 1280 px zoomed to 400 %."""
    page = open_styleguide(query=query)
    for width in (320, 360, 640, 768, 1024, 1280, 1920):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_every_target_is_as_large_as_a_thumb(open_styleguide):
    """Links within a sentence aside, as in WCAG 2.5.5."""
    small = """() => [...document.querySelectorAll("a, button, summary, select, .case")]
        .filter((target) => target.checkVisibility() && !target.closest("p, h2, h3, td, .saut"))
        .filter((target) => target.getBoundingClientRect().height < 44)
        .map((target) => target.outerHTML.slice(0, 100))"""
    assert open_styleguide().evaluate(small) == []


def test_filters_open_in_a_dialog_that_keeps_the_focus(open_styleguide):
    page = open_styleguide()
    page.click("[data-filters]")
    assert page.locator("dialog[open] form").count() == 1
    page.check("dialog [value=mail]")
    page.keyboard.press("Escape")
    assert page.locator("dialog[open]").count() == 0
    assert page.locator("#filtres [value=mail]").is_checked()  # the form went back, as ticked
    assert page.evaluate("document.activeElement.matches('[data-filters]')")


def test_filters_open_without_javascript(open_styleguide):
    page = open_styleguide(java_script_enabled=False)
    assert not page.locator("#filtres").is_visible()
    page.click("[data-filters]")
    assert page.locator("#filtres").is_visible()


def test_filters_stand_beside_results_on_a_desktop(open_styleguide):
    page = open_styleguide(DESKTOP)
    assert page.locator("#filtres").is_visible()
    assert not page.locator("[data-filters]").is_visible()
