"""What visitors looked for and didn't find: how often each day, and nothing about them."""

import logging
from datetime import timedelta

from django.db import DatabaseError, connection, models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

logger = logging.getLogger(__name__)

#: How far back editors look, and how long anything is kept.
SHOWN_DAYS, KEPT_DAYS = 30, 90
#: What few people typed may say who one of them is: it is forgotten sooner.
RARE, RARE_KEPT_DAYS = 3, 7


def days_ago(days):
    return timezone.localdate() - timedelta(days=days)


class DailyCountQuerySet(models.QuerySet):
    def recent(self):
        return self.filter(day__gt=days_ago(SHOWN_DAYS))

    def old(self):
        return self.filter(day__lte=days_ago(KEPT_DAYS))

    def rare(self, name):
        """Asked for less than three times in the last thirty days, and not this week."""
        frequent = self.recent().values(name).annotate(total=models.Sum("count"))
        frequent = frequent.filter(total__gte=RARE).values(name)
        return self.filter(day__lte=days_ago(RARE_KEPT_DAYS)).exclude(**{f"{name}__in": frequent})

    def totals(self, name):
        """Each text once, the most frequent first, with its `total` and its `last` day."""
        return (
            self.recent()
            .values(name)
            .annotate(total=models.Sum("count"), last=models.Max("day"))
            .order_by("-total", name)
        )


class DailyCount(models.Model):
    """One row for each different thing and day."""

    #: Different ones in a day: whoever tries thousands doesn't fill the database.
    MOST_IN_A_DAY = 500
    #: The columns of what is counted, and of what else is known of it: the last that was told.
    COUNTED, KNOWN = "", ""

    day = models.DateField(_("jour"), db_index=True)
    count = models.PositiveIntegerField(_("nombre de fois"), default=1)

    objects = DailyCountQuerySet.as_manager()

    class Meta:
        abstract = True

    @classmethod
    def count_one(cls, counted, known=""):
        """In one statement, and whatever happens to it: an empty answer stays an answer."""
        day = connection.ops.adapt_datefield_value(timezone.localdate())
        values = [counted, day, known, counted, day, day, cls.MOST_IN_A_DAY]
        names = {"table": cls._meta.db_table, "counted": cls.COUNTED, "known": cls.KNOWN}
        try:
            with connection.cursor() as cursor:
                cursor.execute(UPSERT.format(**names), values)
        except DatabaseError:
            logger.exception("What was asked for in vain could not be counted")


# The ORM has no « increment or insert » in one statement, nor an insert that is bounded.
UPSERT = """
    INSERT INTO {table} ({counted}, day, count, {known})
    SELECT %s, %s, 1, %s
    WHERE EXISTS (SELECT 1 FROM {table} WHERE {counted} = %s AND day = %s)
       OR (SELECT COUNT(*) FROM {table} WHERE day = %s) < %s
    ON CONFLICT ({counted}, day) DO UPDATE SET
        count = {table}.count + 1,
        {known} = CASE WHEN excluded.{known} = '' THEN {table}.{known} ELSE excluded.{known} END
"""


class MissedAddress(DailyCount):
    """An address of ours that leads nowhere any more, or that somebody mistyped."""

    COUNTED, KNOWN = "path", "referrer"

    path = models.CharField(_("adresse"), max_length=200)
    referrer = models.CharField(_("page d’où l’on vient"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("adresse introuvable")
        verbose_name_plural = _("adresses introuvables")
        ordering = ["-day", "path"]
        constraints = [
            models.UniqueConstraint(fields=["path", "day"], name="missed_address_once_a_day")
        ]

    def __str__(self):
        return self.path


class MissedSearch(DailyCount):
    """A search that found nothing."""

    COUNTED, KNOWN = "key", "text"

    #: The same for all its spellings, of which the last one is kept.
    key = models.CharField(max_length=200)
    text = models.CharField(_("recherche"), max_length=60)

    class Meta:
        verbose_name = _("recherche sans résultat")
        verbose_name_plural = _("recherches sans résultat")
        ordering = ["-day", "key"]
        constraints = [
            models.UniqueConstraint(fields=["key", "day"], name="missed_search_once_a_day")
        ]

    def __str__(self):
        return self.text
