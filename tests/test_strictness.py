"""The strict environment does refuse what it promises to refuse."""

import datetime as dt
import os
import socket

import pytest
from django.contrib.auth import get_user_model
from django.core.paginator import Paginator, UnorderedObjectListWarning
from django.template import Context, engines
from django.template.base import Origin, Template
from django.templatetags.static import static
from django.utils import timezone
from pytest_socket import SocketConnectBlockedError

from tests.strict.html import faults_in


def render(source, *, ours=True, **context):
    engine = engines["django"].engine
    name = __file__ if ours else "/elsewhere/templates/page.html"
    return Template(source, Origin(name), engine=engine).render(Context(context))


@pytest.mark.parametrize(
    "source",
    [
        "{{ nobody }}",
        "{{ person.nobody }}",
        "{{ nobody|upper }}",
        "{% load i18n %}{% blocktranslate %}Bonjour {{ nobody }}{% endblocktranslate %}",
        "{% include nobody %}",
    ],
)
def test_an_undefined_variable_of_our_templates_fails(source):
    with pytest.raises(pytest.fail.Exception, match="undefined"):
        render(source, person={})


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("{{ nobody|default:'vous' }}", "vous"),
        ("{% if nobody %}oui{% else %}non{% endif %}", "non"),
        ("{{ person.name }}", "Inès"),
        (
            (
                "{% load i18n %}{% blocktranslate with who=person.name %}Bonjour {{ who }}"
                "{% endblocktranslate %}"
            ),
            "Bonjour Inès",
        ),
        (
            (
                "{% load i18n %}{% blocktranslate count n=n %}{{ n }} lieu{% plural %}{{ n }} lieux"
                "{% endblocktranslate %}"
            ),
            "2 lieux",
        ),
    ],
)
def test_a_variable_that_may_be_missing_is_allowed_to(source, expected):
    assert render(source, person={"name": "Inès"}, n=2) == expected


def test_the_templates_of_libraries_are_left_alone():
    assert render("[{{ nobody }}]", ours=False) == "[]"


@pytest.mark.parametrize(
    ("fault", "html"),
    [
        ("inline onclick", '<button onclick="go()">'),
        ("inline style", '<p style="color: red">'),
        ("inline <style>", "<style>p { color: red }</style>"),
        ("javascript:", '<a href="javascript:go()">'),
        ("without a nonce", "<script>go()</script>"),
        ("third-party", '<img src="https://example.org/spy.gif" alt="">'),
        ("third-party", '<script src="//example.org/spy.js"></script>'),
        ("third-party", '<link rel="stylesheet" href="https://example.org/style.css">'),
        ("leaked", "<p>Bonjour {{ prenom }}</p>"),
        ("leaked", "<p>{% if %}</p>"),
        ("CSRF", '<form method="post"><button></button></form>'),
        ("used 2 times", '<p id="a"></p><p id="a"></p>'),
    ],
)
def test_faulty_html_is_refused(fault, html):
    assert fault in faults_in(html)[0]


@pytest.mark.parametrize(
    "html",
    [
        '<script src="/static/a.js"></script>',
        '<script nonce="x">go()</script>',
        '<script type="application/ld+json">{"a": {"b": {}}}</script>',
        '<link rel="canonical" href="https://parvis.example/">',
        '<a href="https://www.service-civique.gouv.fr/">Service civique</a>',
        '<form method="post"><input type="hidden" name="csrfmiddlewaretoken" value="x"></form>',
        "<form><input name='q'></form>",
    ],
)
def test_sound_html_is_accepted(html):
    assert faults_in(html) == []


def test_a_missing_static_file_fails():
    with pytest.raises(AssertionError, match="no such static file"):
        static("img/nowhere.svg")


@pytest.mark.django_db
def test_paginating_an_unordered_queryset_fails():
    users = get_user_model().objects.order_by()
    with pytest.raises(UnorderedObjectListWarning):
        Paginator(users, 10).page(1)


@pytest.mark.django_db
def test_a_naive_datetime_fails():
    with pytest.raises(RuntimeWarning, match="naive datetime"):
        get_user_model().objects.filter(date_joined=dt.datetime(2026, 1, 1)).exists()  # noqa: DTZ001
    assert timezone.is_aware(timezone.now())


def test_no_test_leaves_this_machine():
    with (
        pytest.warns(UserWarning, match="192.0.2.1"),
        pytest.raises(SocketConnectBlockedError),
        socket.socket() as connection,
    ):
        connection.connect(("192.0.2.1", 80))


@pytest.mark.xdist_group("together")
def test_tests_of_one_group_run_in_one_worker(request):
    """xdist knows a group by the end of its tests' names: without it there would be two sites."""
    alone = "PYTEST_XDIST_WORKER" not in os.environ
    assert alone or request.node.nodeid.endswith("@together")
