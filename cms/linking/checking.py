"""The worker asks other sites whether what our pages lead to is still there, and is polite.

A run is short, so that what waits behind it in the queue doesn't wait long.
"""

import time
from datetime import timedelta
from http import HTTPMethod, HTTPStatus
from urllib.parse import urlsplit

from django.utils import timezone
from django.utils.translation import gettext as _

from cms.models import WebAddress
from cms.models.links import FAILURES
from operations.outbound import FetchError, conversation

#: Of a run.
MOST, MOST_OF_A_HOST, SECONDS = 40, 4, 30
#: Of one answer, and between two questions to one host.
PATIENCE_SECONDS, PAUSE_SECONDS = 8, 1
#: When an address is asked for again: it answers, it failed, it is broken; or it was asked for
#: just now, by somebody who doesn't want to wait.
WELL, DOUBTFUL, BROKEN = timedelta(days=7), timedelta(hours=6), timedelta(days=1)
#: What says that the page is gone. Other refusals (401, 403, 429…) are often meant for programs.
GONE = {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}
#: A run in which so many hosts are silent, and nobody answers, tells of our own line.
SILENT_HOSTS = 3
CUT = timedelta(hours=1)


def check_due():
    """Asks for the addresses whose time has come, as far as the run's limits let it."""
    ends_at = time.monotonic() + SECONDS
    asked, outcomes = {}, []
    for address in chosen():
        host = urlsplit(address.url).hostname
        if time.monotonic() + PAUSE_SECONDS >= ends_at:
            break
        pause = asked.get(host, 0) + PAUSE_SECONDS - time.monotonic()
        if pause > 0:
            time.sleep(pause)
        outcomes.append((address, host, *ask(address.url)))
        asked[host] = time.monotonic()
    answered = any(has_answered for *_rest, has_answered in outcomes)
    if not answered and len(asked) >= SILENT_HOSTS:
        keys = [address.pk for address, *_rest in outcomes]
        WebAddress.objects.filter(pk__in=keys).update(due_at=timezone.now() + CUT)
        return
    for address, _host, problem, _has_answered in outcomes:
        note(address, problem)


def chosen():
    """The longest due, a few of each host, in turn: a host waits while the others are asked."""
    of_host = {}
    due = WebAddress.objects.filter(due_at__lte=timezone.now()).order_by("due_at", "pk")
    for address in due[: MOST * 10]:
        queue = of_host.setdefault(urlsplit(address.url).hostname, [])
        if len(queue) < MOST_OF_A_HOST:
            queue.append(address)
    rounds = (
        queue[turn]
        for turn in range(MOST_OF_A_HOST)
        for queue in of_host.values()
        if turn < len(queue)
    )
    return list(rounds)[:MOST]


def ask(url):
    """What is wrong, in a sentence ("" when nothing is), and whether anybody answered.

    The head alone first, as it weighs nothing; then the page, of which nothing more is read: many
    servers answer the first question badly.
    """
    problem, has_answered = "", False
    for method in (HTTPMethod.HEAD, HTTPMethod.GET):
        try:
            with conversation(url, seconds=PATIENCE_SECONDS, method=method) as (
                response,
                _deadline,
            ):
                status = response.status
        except FetchError as error:
            problem = str(error)
        else:
            has_answered = True
            problem = said(status)
        if not problem:
            break
    return problem, has_answered


def said(status):
    if status in GONE:
        return _("La page n’existe plus à cette adresse (erreur %s).") % status
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return _("Ce site est en panne (erreur %s).") % status
    return ""


def note(address, problem):
    """Only what this question changes: an address may have been asked to be looked at again."""
    now = timezone.now()
    failures = min(address.failures + 1, FAILURES) if problem else 0
    again = WELL if not failures else BROKEN if failures >= FAILURES else DOUBTFUL
    WebAddress.objects.filter(pk=address.pk).update(
        checked_at=now,
        due_at=now + again,
        failures=failures,
        failing_since=(address.failing_since or now) if problem else None,
        problem=problem[:300],
    )
