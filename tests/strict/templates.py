"""Our own templates may not use a variable that doesn't exist.

Django prints nothing in its place, which hides typing errors. Wagtail's, Django's and DRF's
templates lean on that, so only the files of this project are held to the rule. A variable that
may be missing is tested by `{% if %}` or given a `|default:`; both stay allowed.
"""

from copy import copy
from pathlib import Path

import pytest
from django.conf import settings
from django.template.base import FilterExpression, Parser, TokenType, VariableDoesNotExist
from django.template.defaultfilters import default, default_if_none
from django.templatetags.i18n import BlockTranslateNode


def is_ours(path):
    """Whether a file is the project's own, not a library's."""
    return path.is_relative_to(settings.BASE_DIR) and ".venv" not in path.parts


def path_of(part):
    """The file of a part of a template; an empty path for a template made from a string."""
    return Path(getattr(getattr(part, "origin", None), "name", None) or "")


class StrictFilterExpression(FilterExpression):
    """A `{{ variable|filter }}` of one of our templates."""

    __slots__ = ("origin",)

    def resolve(self, context, ignore_failures=False):
        has_default = self.filters and self.filters[0][0] in (default, default_if_none)
        if not self.is_var or ignore_failures or has_default:
            return super().resolve(context, ignore_failures)
        try:
            value = self.var.resolve(context)
        except VariableDoesNotExist as error:
            pytest.fail(f"{self.origin}: undefined variable {{{{ {self.token} }}}}\n{error}")
        if not self.filters:
            return value
        known = copy(self)
        known.var, known.is_var = value, False
        return super(StrictFilterExpression, known).resolve(context)


def compile_strictly(parser, token):
    if not is_ours(path_of(parser)):
        return FilterExpression(token, parser)
    expression = StrictFilterExpression(token, parser)
    expression.origin = parser.origin
    return expression


def render_translation_strictly(node, context, nested=False):
    """`{% blocktranslate %}` reads its variables by itself, past any filter expression."""
    if is_ours(path_of(node)):
        tokens = [*node.singular, *(node.plural or [])]
        names = {token.contents for token in tokens if token.token_type == TokenType.VAR}
        missing = [
            name
            for name in names - {node.countervar}
            if name not in node.extra_context and name not in context
        ]
        if missing:
            pytest.fail(f"{node.origin}: undefined in blocktranslate: {', '.join(missing)}")
    return render_translation(node, context, nested)


render_translation = BlockTranslateNode.render


def install(monkeypatch):
    monkeypatch.setattr(Parser, "compile_filter", compile_strictly)
    monkeypatch.setattr(BlockTranslateNode, "render", render_translation_strictly)
