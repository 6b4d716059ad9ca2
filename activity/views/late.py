"""Who owes figures, and the e-mail that asks for them."""

from django.core.paginator import Paginator
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from rest_framework import serializers
from rest_framework.exceptions import ParseError, ValidationError
from rest_framework.renderers import TemplateHTMLRenderer

from activity import late
from activity.exports import RENDERERS, as_file
from activity.filters import LateFilterSet
from activity.notifications import reminder_text
from activity.periods import Frequency, Year
from activity.permissions import people_who_enter, remindable_structures, report_policy
from activity.reminders import remind
from activity.serializers import LateRowSerializer
from activity.views.base import ActivityView
from catalogue.models import Network

STRUCTURES = 30
#: Names that a sentence can hold.
NAMED = 10


class CoordinationView(ActivityView):
    """For those who remind structures: what they owe, as the address asks for it."""

    home = "activity:late"
    policy, action = report_policy, "remind"
    title = gettext_lazy("Saisies en retard")

    @cached_property
    def asked(self):
        return LateFilterSet(self.request.query_params, remindable_structures(self.request.user))

    @property
    def frequency(self):
        return self.asked.frequency

    @property
    def structures(self):
        return self.asked.qs.select_related("network")

    @property
    def is_week(self):
        return self.frequency == Frequency.WEEK

    def describe(self, structures):
        return late.describe(structures, self.asked.periods, self.frequency)

    def check(self):
        """A page says beside each field what is wrong with it; a program gets it all at once."""
        if not self.wants_html and not self.asked.is_valid():
            raise ValidationError(self.asked.errors)

    def breadcrumbs(self):
        return [
            {"url": reverse("wagtailadmin_home"), "label": _("Accueil")},
            {"url": reverse("activity:dashboard"), "label": self.section},
            {"url": reverse(self.home), "label": _("Saisies en retard")},
        ]


class LateView(CoordinationView):
    template_name = "activity/late.html"
    renderer_classes = [TemplateHTMLRenderer, *RENDERERS]

    def get(self, request, *args, **kwargs):
        self.check()
        file_format = request.accepted_renderer.format
        if file_format in {"csv", "xlsx"}:
            rows = self.describe(self.structures)
            return as_file(file_format, _("retards"), LateRowSerializer, rows, len(rows))
        self.found = Paginator(self.structures, STRUCTURES).get_page(
            request.query_params.get("page")
        )
        self.rows = self.describe(self.found.object_list)
        return self.page(self.data, self.context)

    def data(self):
        return {
            "period": self.asked.period.code,
            "frequency": self.frequency,
            "count": self.found.paginator.count,
            "page": self.found.number,
            "pages": self.found.paginator.num_pages,
            "results": LateRowSerializer(self.rows, many=True).data,
        }

    def context(self):
        structures = remindable_structures(self.request.user).public()
        return {
            "filters": self.asked.form,
            "choices": self.choices(),
            "networks": Network.objects.filter(structures__in=structures).distinct(),
            "period": self.asked.period,
            "periods": self.asked.periods,
            "is_usual": not self.asked.asked("periode"),
            "is_narrowed": any(self.asked.asked(name) for name in ("q", "etat", "reseau")),
            "is_week": self.is_week,
            "rows": self.rows,
            "page_obj": self.found,
            "entrusted": structures.count(),
            "recipients": people_who_enter([row.structure for row in self.rows]),
        }

    def choices(self):
        """The periods that one looks at most: [(code, label)]. Any other may be asked for."""
        last = late.last_due(self.frequency)
        entries, entry = [], last
        for _time in range(late.USUAL[self.frequency]):
            entries.append(entry)
            entry = entry.previous
        year = Year(last.month.year)
        known = [*entries, year, year.previous]
        asked = self.asked.asked("periode")
        if asked and asked not in known:
            known.insert(0, asked)
        return [(period.code, str(period)) for period in known]


class StructureToRemind(serializers.Serializer):
    """A structure's key, and that of the last reminder that was seen beside it."""

    key = serializers.RegexField(r"\A[0-9]{1,9}:[0-9]{0,9}\Z")


def keys_of(values):
    """{structure's key: reminder's key or None} of what a form, or a program, sends."""
    serializer = StructureToRemind(data=[{"key": value} for value in values], many=True)
    serializer.is_valid(raise_exception=True)
    pairs = (row["key"].split(":") for row in serializer.validated_data)
    return {int(structure): int(reminder) if reminder else None for structure, reminder in pairs}


class RemindView(CoordinationView):
    """What would be written, to whom; then, by POST, it is."""

    template_name = "activity/remind.html"

    def get(self, request, *args, **kwargs):
        self.check()
        self.rows = self.describe(self.structures)
        if self.wants_html and not self.rows:
            return HttpResponseRedirect(self.back_to())
        return self.page(self.data, self.context)

    @cached_property
    def choices(self):
        """[(row, what the form sends, people)], those that one wouldn't ask again at the end."""
        people = people_who_enter([row.structure for row in self.rows])
        found = [
            (
                row,
                f"{row.structure.pk}:{row.reminder.pk if row.reminder else ''}",
                people.get(row.structure.pk, []),
            )
            for row in self.rows
        ]
        return sorted(found, key=lambda one: one[0].was_reminded)

    def data(self):
        return {
            "results": [
                {
                    "structure": row.structure.imilo_code,
                    "key": key,
                    "periods": [period.code for period in row.periods],
                    "people": len(people),
                    "was_reminded": row.was_reminded,
                }
                for row, key, people in self.choices
            ]
        }

    def context(self):
        choices = [(row, key, people) for row, key, people in self.choices if people]
        example = choices[0][0] if choices else None
        subject, body = reminder_text(example, self.request.user) if example else ("", "")
        return {
            "choices": choices,
            "example": example,
            "subject": subject,
            "body": body,
            "is_week": self.is_week,
            "list_url": self.back_to(),
            "unreachable": [row for row, _key, people in self.choices if not people],
        }

    def back_to(self):
        """The list as it was, without the one structure that was asked about."""
        kept = self.request.query_params.copy()
        kept.pop("structure", None)
        return reverse("activity:late") + (f"?{kept.urlencode()}" if kept else "")

    def breadcrumbs(self):
        return [*super().breadcrumbs(), {"url": "", "label": _("Envoyer un rappel")}]

    def post(self, request, *args, **kwargs):
        self.check()
        outcome = remind(
            request.user, keys_of(self.sent(request)), self.asked.periods, self.frequency
        )
        return self.done(
            what_was_sent(outcome),
            {
                "reminded": [reminder.structure.imilo_code for reminder in outcome.made],
                "already": [reminder.structure.imilo_code for reminder in outcome.already],
                "without_people": [one.imilo_code for one in outcome.without_people],
            },
        )

    def sent(self, request):
        if hasattr(request.data, "getlist"):
            return request.data.getlist("structures")
        try:
            return list(request.data["structures"])
        except (KeyError, TypeError) as error:
            raise ParseError(_("Envoyez une liste « structures ».")) from error


def what_was_sent(outcome):
    sentences = []
    if outcome.made:
        sentences.append(
            ngettext(
                "Rappel envoyé à %(count)d structure (%(people)s).",
                "Rappel envoyé à %(count)d structures (%(people)s).",
                len(outcome.made),
            )
            % {"count": len(outcome.made), "people": people_in_words(outcome.people)}
        )
    if outcome.already:
        sentences.append(
            _("Déjà relancées entre-temps, laissées tranquilles : %(names)s.")
            % {"names": names_of([reminder.structure for reminder in outcome.already])}
        )
    if outcome.without_people:
        sentences.append(
            _("Personne à qui écrire : %(names)s.") % {"names": names_of(outcome.without_people)}
        )
    return " ".join(sentences) or _("Aucun rappel envoyé : plus rien n’est en retard.")


def people_in_words(count):
    return ngettext("%(count)d personne", "%(count)d personnes", count) % {"count": count}


def names_of(structures):
    names = ", ".join(str(one) for one in structures[:NAMED])
    others = len(structures) - NAMED
    return (
        names
        if others <= 0
        else _("%(names)s et %(others)s autres")
        % {
            "names": names,
            "others": others,
        }
    )
