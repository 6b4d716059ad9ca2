"""Full-text search on SQLite: FTS5, which folds accents, asked for singulars and plurals.

Differs from the stock compiler in three ways:
- words are looked for in both numbers, since SQLite has no French stemmer;
- they are quoted: the stock compiler hands quotation marks over to FTS5, which takes them for
  syntax, and fails;
- what bears the words in its title comes first, then the newest. The stock compiler computes the
  BM25 score of each row by a search of its own: minutes where there are 20,000 offers.
"""

from functools import reduce
from operator import and_, or_

from django.db.models import Case, FloatField, Value, When
from django.db.models.functions import Cast
from modelsearch.backends.database.sqlite import sqlite as stock
from modelsearch.backends.database.sqlite.query import (
    Lexeme,
    MatchExpression,
    SearchQueryExpression,
)
from modelsearch.query import Or, PlainText
from modelsearch.utils import get_descendants_content_types_pks

from .french import variants, words

#: Where an object is named: `AutocompleteField("name")` fills the second column.
NAMES = ["title", "autocomplete"]


class Word(Lexeme):
    """One word in any of its forms, or any word that begins so."""

    def as_sql(self, compiler, connection):
        if self.prefix:
            return '"%s"*', [self.value]
        return "(%s)", [" OR ".join(f'"{form}"' for form in variants(self.value))]


class SearchQueryCompiler(stock.SQLiteSearchQueryCompiler):
    def search(self, config, start, stop, score_field=None):
        readings = self.query.subqueries if isinstance(self.query, Or) else [self.query]
        if not all(isinstance(reading, PlainText) for reading in readings):
            return super().search(config, start, stop, score_field)

        lexemes = [lexeme for reading in readings if (lexeme := self.lexeme(reading))]
        if not lexemes:
            return self.queryset.none()
        # In FTS5, AND binds more tightly than OR.
        expression = SearchQueryExpression(reduce(or_, lexemes))
        queryset = self.queryset.filter(
            pk__in=self.found(self.fields or self.FTS_TABLE_FIELDS, expression)
        )
        if self.order_by_relevance:
            score_field = score_field or "_score"
        if score_field:
            named = When(pk__in=self.found(NAMES, expression), then=Value(0.0))
            score = Case(named, default=Value(1.0), output_field=FloatField())
            queryset = queryset.annotate(**{score_field: score})
        if self.order_by_relevance:
            queryset = queryset.order_by(score_field, "-pk")
        elif not queryset.query.order_by:
            queryset = queryset.order_by("-pk")
        return queryset[start:stop]

    def lexeme(self, query):
        """The words in FTS5's own language; None without any."""
        found = words(query.query_string)
        if not found:
            return None
        *others, last = found
        lexemes = [*map(Word, others), Word(last, prefix=self.LAST_TERM_IS_PREFIX)]
        operator = and_ if query.operator.lower() == "and" else or_
        return reduce(operator, lexemes)

    def found(self, columns, expression):
        """Primary keys of what holds the words in these columns, as a subquery.

        One inside the other, rather than joined: SQLite would ask FTS5 about each entry in turn.
        """
        model = self.queryset.model
        matches = stock.SQLiteFTSIndexEntry.objects.filter(MatchExpression(columns, expression))
        entries = stock.IndexEntry.objects.filter(
            pk__in=matches.values("pk"),
            content_type__in=get_descendants_content_types_pks(model),
        )
        return entries.values(key=Cast("object_id", model._meta.pk))


class AutocompleteQueryCompiler(SearchQueryCompiler, stock.SQLiteAutocompleteQueryCompiler):
    """The last word may be cut short."""


class SQLiteSearchBackend(stock.SQLiteSearchBackend):
    query_compiler_class = SearchQueryCompiler
    autocomplete_query_compiler_class = AutocompleteQueryCompiler
