"""French spaces: a line never breaks before « : ; ? ! », nor inside quotation marks."""

import ast
import re

import pytest
from django.conf import settings
from django.utils.translation.template import templatize

ROOT = settings.BASE_DIR
#: Texts of activity and of the imports.
PLACES = ["activity", "imports", "catalogue/widgets"]
CALLS = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy"}
#: A space that may become a line's end. ("?q=" and "!important" are no sentences.)
BREAKS = re.compile(r" [:;?!»](?=\W|$)|« ")


def texts_of_code(source):
    """What is passed to gettext."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in CALLS:
            for argument in node.args:
                if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                    yield argument.value


def texts_of_template(source):
    """Django's own reading of a template, which crosses out what isn't to translate; and what
    stands right after a tag."""
    shown = re.sub(r"\{% comment %\}.*?\{% endcomment %\}", "", source, flags=re.DOTALL)
    yield from re.findall(r"[}%]\}([^{}<>\n]*)", shown)
    yield from re.findall(r"(?:gettext|\b_)\((.*?)\) ", templatize(source), re.DOTALL)


def texts_of(place):
    for path in sorted((ROOT / place).rglob("*.py")):
        if "migrations" not in path.parts:
            for text in texts_of_code(path.read_text()):
                yield path.relative_to(ROOT), text
    for path in sorted((ROOT / place).rglob("templates/**/*.*")):
        if path.suffix in {".html", ".txt"}:
            for text in texts_of_template(path.read_text()):
                yield path.relative_to(ROOT), text


@pytest.mark.parametrize("place", PLACES)
def test_no_line_breaks_before_a_mark(place):
    texts = list(texts_of(place))
    assert texts
    assert [f"{path}: {text}" for path, text in texts if BREAKS.search(text)] == []


@pytest.mark.parametrize("text", ["Pourquoi ?", "« Complète »", "Choix : un"])
def test_a_space_that_breaks_is_found(text):
    assert BREAKS.search(text)
    assert not BREAKS.search(re.sub(" (?=[:?»])|(?<=«) ", "\u00a0", text))
    assert list(texts_of_code(f"_({text!r})")) == [text]
    for tag in (
        f'{{% translate "{text}" %}}',
        f'{{% include "x" with y=_("{text}") %}}',
        f"{{% blocktranslate trimmed %}}\n  {text}\n{{% endblocktranslate %}}",
    ):
        assert any(map(BREAKS.search, texts_of_template(f"{{% load i18n %}}{tag}")))
    assert any(map(BREAKS.search, texts_of_template("{{ name }} : {{ figure }}")))
