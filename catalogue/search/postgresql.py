"""Full-text search on PostgreSQL, with the configurations made by migration 0003.

Its French stemmer leaves many plurals as they are (`vélos`, `jeux`): words are looked for in both
numbers, as on SQLite.
"""

from functools import reduce
from operator import and_, or_

from django.contrib.postgres.search import SearchQuery
from modelsearch.backends.database.postgres import postgres as stock
from modelsearch.backends.database.postgres.query import Lexeme
from modelsearch.query import PlainText

from .french import variants, words

#: French stems, without accents.
FRENCH = "parvis_french"
#: Words as they are, without accents: completes what one is typing.
PLAIN = "parvis_plain"


class Word(Lexeme):
    """One word in any of its forms, or any word that begins so."""

    def as_sql(self, compiler, connection):
        if self.prefix:
            return "%s", [f"'{self.value}':*"]
        return "%s", ["(" + " | ".join(f"'{form}'" for form in variants(self.value)) + ")"]


class SearchQueryCompiler(stock.PostgresSearchQueryCompiler):
    def search(self, config, start, stop, score_field=None, backend=None):
        if isinstance(self.query, PlainText) and not words(self.query.query_string):
            return self.queryset.none()
        return super().search(config, start, stop, score_field, backend)

    def build_tsquery_content(self, query, config=None, invert=False):
        if not isinstance(query, PlainText) or invert:
            return super().build_tsquery_content(query, config, invert)
        *others, last = words(query.query_string)
        lexemes = [*map(Word, others), Word(last, prefix=self.LAST_TERM_IS_PREFIX)]
        operator = and_ if query.operator.lower() == "and" else or_
        return SearchQuery(reduce(operator, lexemes), search_type="raw", config=config)


class AutocompleteQueryCompiler(SearchQueryCompiler, stock.PostgresAutocompleteQueryCompiler):
    """The last word may be cut short."""


class PostgreSQLSearchBackend(stock.PostgresSearchBackend):
    query_compiler_class = SearchQueryCompiler
    autocomplete_query_compiler_class = AutocompleteQueryCompiler

    def __init__(self, params):
        super().__init__({"SEARCH_CONFIG": FRENCH, **params})
        self.autocomplete_config = PLAIN
