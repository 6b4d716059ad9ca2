"""Conditions on a date that both databases check by themselves.

Django's own are Python functions on SQLite: called for each row that is written, and unknown to
whoever opens the file without Django.
"""

from django.db.models import BooleanField, Func


class DateCondition(Func):
    arity = 1
    output_field = BooleanField()
    conditional = True


class IsMonday(DateCondition):
    template = "(EXTRACT(ISODOW FROM %(expressions)s) = 1)"

    def as_sqlite(self, compiler, connection, **context):
        # Each of two formattings, Django's and that of the parameters, halves the signs.
        template = "(strftime('%%%%w', %(expressions)s) = '1')"
        return self.as_sql(compiler, connection, template=template, **context)


class IsFirstOfMonth(DateCondition):
    template = "(EXTRACT(DAY FROM %(expressions)s) = 1)"

    def as_sqlite(self, compiler, connection, **context):
        template = "(strftime('%%%%d', %(expressions)s) = '01')"
        return self.as_sql(compiler, connection, template=template, **context)
