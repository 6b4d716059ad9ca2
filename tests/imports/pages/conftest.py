"""Two structures of two networks, each with a feed; people of every role in the first one."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from catalogue.models import Role
from imports.models import ImportBatch
from tests import factories

HEADERS = "Identifiant;Titre;Type;Âge minimum"


@pytest.fixture
def structure(db):
    return factories.StructureFactory(network=factories.NetworkFactory())


@pytest.fixture
def feed(structure):
    return factories.FeedFactory(structure=structure, policy="valid-rows")


@pytest.fixture
def batch(feed):
    return factories.ImportBatchFactory(feed=feed)


@pytest.fixture
def sign_in(client, structure):
    """As somebody of the structure; `network=…` for a whole network."""

    def sign_in(role=Role.DATA, **place):
        place = {"structure": None, **place} if "network" in place else {"structure": structure}
        client.force_login(factories.MembershipFactory(role=role, **place).user)
        return client

    return sign_in


@pytest.fixture
def upload():
    def upload(text="Identifiant;Titre\nA1;Atelier CV\n", name="offres.csv"):
        return SimpleUploadedFile(name, text.encode())

    return upload


@pytest.fixture
def send(client, feed, upload):
    """Drops a file of offers on the feed's page."""

    def send(*lines, headers=HEADERS):
        file = upload("\n".join([headers, *lines, ""]))
        response = client.post(reverse("imports:upload", args=[feed.pk]), {"file": file})
        return ImportBatch.objects.get(pk=response.url.rstrip("/").rpartition("/")[2])

    return send
