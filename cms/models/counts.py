"""What visitors looked for and didn't find: how often each day, and nothing about them."""

import logging
from datetime import timedelta

from django.db import DatabaseError, connection, models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

logger = logging.getLogger(__name__)

#: How far back editors look, and how long anything is kept.
SHOWN_DAYS, KEPT_DAYS = 30, 90


class DailyCountQuerySet(models.QuerySet):
    def recent(self):
        return self.filter(day__gt=timezone.localdate() - timedelta(days=SHOWN_DAYS))

    def old(self):
        return self.filter(day__lte=timezone.localdate() - timedelta(days=KEPT_DAYS))

    def totals(self, name):
        """Each text once, the most frequent first, with its `total` and its `last` day."""
        return (
            self.recent()
            .values(name)
            .annotate(total=models.Sum("count"), last=models.Max("day"))
            .order_by("-total", name)
        )


class MissedAddress(models.Model):
    """An address of ours that leads nowhere any more, or that somebody mistyped."""

    #: Different ones in a day: whoever tries thousands doesn't fill the database.
    MOST_IN_A_DAY = 500

    path = models.CharField(_("adresse"), max_length=200)
    day = models.DateField(_("jour"), db_index=True)
    count = models.PositiveIntegerField(_("nombre de fois"), default=1)
    referrer = models.CharField(_("page d’où l’on vient"), max_length=200, blank=True)

    objects = DailyCountQuerySet.as_manager()

    class Meta:
        verbose_name = _("adresse introuvable")
        verbose_name_plural = _("adresses introuvables")
        ordering = ["-day", "path"]
        constraints = [
            models.UniqueConstraint(fields=["path", "day"], name="missed_address_once_a_day")
        ]

    def __str__(self):
        return self.path

    @classmethod
    def count_one(cls, path, referrer=""):
        """In one statement, and whatever happens to it: a page that isn't there stays an answer."""
        day = connection.ops.adapt_datefield_value(timezone.localdate())
        values = [path, day, referrer, path, day, day, cls.MOST_IN_A_DAY]
        try:
            with connection.cursor() as cursor:
                cursor.execute(UPSERT, values)
        except DatabaseError:
            logger.exception("A missing address could not be counted")


# The ORM has no « increment or insert » in one statement, nor an insert that is bounded.
UPSERT = """
    INSERT INTO cms_missedaddress (path, day, count, referrer)
    SELECT %s, %s, 1, %s
    WHERE EXISTS (SELECT 1 FROM cms_missedaddress WHERE path = %s AND day = %s)
       OR (SELECT COUNT(*) FROM cms_missedaddress WHERE day = %s) < %s
    ON CONFLICT (path, day) DO UPDATE SET
        count = cms_missedaddress.count + 1,
        referrer = CASE
            WHEN excluded.referrer = '' THEN cms_missedaddress.referrer
            ELSE excluded.referrer
        END
"""
