"""A partner's program sends a file, then asks what became of it.

POST /api/v1/feeds/7/batches/          Authorization: Bearer <the feed's token>
                                       a form with a `file`, or JSON: a list of rows, or {"rows": …}
GET  /api/v1/feeds/7/batches/42/       the same token, or somebody signed in who may see it

Whoever has no token learns nothing: a feed that isn't there answers as one that isn't theirs.
"""

import re
import shutil
import tempfile
from http import HTTPStatus

from django.contrib.auth.models import AnonymousUser
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from rest_framework import exceptions, throttling
from rest_framework.authentication import (
    BaseAuthentication,
    SessionAuthentication,
    get_authorization_header,
)
from rest_framework.parsers import BaseParser, MultiPartParser
from rest_framework.permissions import AllowAny, IsAuthenticated
from rest_framework.response import Response
from rest_framework.views import APIView

from imports import services
from imports.models import Feed, ImportBatch
from imports.permissions import readable_batches
from imports.reading import limits
from imports.serializers import BatchSerializer, ReceiptSerializer

BEARER = re.compile(rb"bearer +([\w.~+/=-]{1,200})", re.IGNORECASE)


class FeedTokenAuthentication(BaseAuthentication):
    """The token of the feed that the address names. `request.auth` is then the feed."""

    def authenticate(self, request):
        header = get_authorization_header(request)
        if not header:
            return None
        token = BEARER.fullmatch(header)
        pk = request.parser_context["kwargs"]["feed_pk"]
        # Without a feed the token is compared all the same: as long, and as wrong.
        feed = Feed.objects.filter(pk=pk, is_active=True).first() or Feed()
        if not token or not feed.accepts_token(token[1].decode()):
            raise exceptions.AuthenticationFailed(_("Jeton inconnu pour ce flux."))
        return AnonymousUser(), feed

    def authenticate_header(self, request):
        return "Bearer"


class HasFeedToken(AllowAny):
    def has_permission(self, request, view):
        return isinstance(request.auth, Feed)


class HasFeedTokenOrIsSignedIn(IsAuthenticated):
    def has_permission(self, request, view):
        return isinstance(request.auth, Feed) or super().has_permission(request, view)


class PushRateThrottle(throttling.SimpleRateThrottle):
    scope = "push"

    def get_cache_key(self, request, view):
        return self.cache_format % {"scope": self.scope, "ident": self.get_ident(request)}


class WholeBodyParser(BaseParser):
    """JSON is a file like another: kept as it came, and read by the worker within its limits."""

    media_type = "application/json"

    def parse(self, stream, media_type=None, parser_context=None):
        body = tempfile.TemporaryFile()  # noqa: SIM115 — closed with the request
        shutil.copyfileobj(stream, body, limits.MIB)
        return {"file": body}


class PushView(APIView):
    schema = None  # the OpenAPI document is that of the open data, which is only read
    authentication_classes = [FeedTokenAuthentication]
    permission_classes = [HasFeedToken]
    parser_classes = [MultiPartParser, WholeBodyParser]

    def initial(self, request, *args, **kwargs):
        """Whoever guesses is counted: before the token is looked at, and not twice."""
        throttle = PushRateThrottle()
        if not throttle.allow_request(request, self):
            self.throttled(request, throttle.wait())
        super().initial(request, *args, **kwargs)

    def get_throttles(self):
        return []


class BatchListView(PushView):
    http_method_names = ["post", "options"]

    def post(self, request, feed_pk):
        announced = request.headers.get("Content-Length", "")
        if announced.isdecimal() and int(announced[:20]) > limits.FILE_BYTES + limits.MIB:
            return refused(_("Ce fichier est trop gros."), HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        file = request.data.get("file")
        if not hasattr(file, "read"):
            return refused(_("Envoyez le fichier sous le nom « file »."), HTTPStatus.BAD_REQUEST)
        with file:
            try:
                batch, created = services.receive(
                    request.auth,
                    file,
                    getattr(file, "name", None) if request.FILES else "envoi.json",
                    origin=ImportBatch.Origin.PUSH,
                    idempotency_key=request.headers.get("Idempotency-Key", ""),
                )
            except services.KeyAlreadyUsed as refusal:
                return refused(refusal.message, HTTPStatus.UNPROCESSABLE_ENTITY)
            except services.TooBig as refusal:
                return refused(refusal.message, HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
            except services.Refusal as refusal:
                return refused(refusal.message, HTTPStatus.CONFLICT)
        receipt = ReceiptSerializer(batch, context={"request": request}).data
        accepted = created or batch.is_working
        return Response(
            receipt,
            status=HTTPStatus.ACCEPTED if accepted else HTTPStatus.OK,
            headers={"Location": receipt["url"]},
        )


def refused(message, status):
    return Response({"detail": message}, status=status)


class BatchView(PushView):
    authentication_classes = [FeedTokenAuthentication, SessionAuthentication]
    permission_classes = [HasFeedTokenOrIsSignedIn]
    http_method_names = ["get", "head", "options"]

    def get(self, request, feed_pk, pk):
        by_token = isinstance(request.auth, Feed)
        batches = ImportBatch.objects.all() if by_token else readable_batches(request.user)
        batch = get_object_or_404(batches, feed=feed_pk, pk=pk)
        return Response(BatchSerializer(batch, context={"request": request}).data)
