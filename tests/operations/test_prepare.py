"""What a first start prints: a screenful, at the end of which is how to come in."""

import pytest
from django.core.management import call_command

from catalogue.models import Role
from operations.management.commands.prepare import LOADINGS
from tests.factories import MembershipFactory, NetworkFactory, UserFactory
from tests.running import status


def lines_of(output):
    return output.replace("\N{NO-BREAK SPACE}", " ").splitlines()


@pytest.mark.xdist_group("site")
def test_a_first_preparation_is_a_few_lines(running_site):
    heading, *lines = lines_of(running_site.prepared)
    assert "une minute la première fois" in heading
    steps = lines[: len(LOADINGS) + 1]
    assert [step.split(" : ")[0].strip() for step in steps] == [
        "Base de données",
        "Communes",
        "Démonstration",
        "Flux de démonstration",
        "Activité de démonstration",
        "Pages de démonstration",
    ]
    assert all(step.endswith(" s)") for step in steps), "each says how long it took"
    assert len(lines) < 15
    assert "structure.localhost" in lines[-1], "where to go is the last thing it says"


@pytest.mark.xdist_group("site")
def test_the_next_ones_are_shorter_still(running_site):
    output = "".join(running_site.listen("manage.py", "prepare"))
    lines = lines_of(output)
    assert lines[1].startswith("  Base de données : à jour")
    assert len(lines) < len(lines_of(running_site.prepared))


@pytest.mark.xdist_group("site")
def test_asked_to_be_quiet_it_says_nothing(running_site):
    assert running_site.listen("manage.py", "prepare", "--verbosity", "0") == ("", "")


@pytest.mark.xdist_group("site")
def test_the_developers_server_says_where_it_is_and_which_pages_it_served(running_site):
    before = running_site.log()
    with running_site.development_server() as url:
        for path in ("/agenda/", "/static/css/parvis.css", "/static/css/none.css"):
            status(f"{url}{path}")
        said = running_site.log().removeprefix(before).splitlines()
    assert said[0].startswith("Le site est ouvert")
    assert f" {url}/ " in said[0]
    told = "\n".join(said[1:])
    assert '"GET /agenda/ HTTP/1.1" 200' in told
    assert "/static/css/none.css" in told
    assert "/static/css/parvis.css" not in told


@pytest.mark.django_db
class TestLogins:
    @pytest.fixture(autouse=True)
    def demonstration(self, settings):
        settings.DEMONSTRATION_PASSWORD = "porte-ouverte"
        settings.WAGTAILADMIN_BASE_URL = "http://127.0.0.1:8001"
        network = NetworkFactory(name="Missions Locales de la région")
        for email, role in (
            ("donnees@parvis.example", Role.DATA),
            ("communication@parvis.example", Role.COMMUNICATION),
        ):
            MembershipFactory(
                user=UserFactory(email=email), role=role, structure=None, network=network
            )

    def test_the_logins_come_last_after_the_addresses(self, capsys):
        call_command("show_logins")
        lines = capsys.readouterr().out.split("\n")
        assert [line.split() for line in lines if "8001" in line] == [
            ["Le", "site", "http://127.0.0.1:8001/"],
            ["La", "gestion", "http://127.0.0.1:8001/gestion/"],
        ]
        *_addresses, first, second, password, end = lines
        assert first.split(maxsplit=1) == [
            "communication@parvis.example",
            "Communication, Missions Locales de la région",
        ]
        assert second.split()[0] == "donnees@parvis.example"
        assert password.endswith("porte-ouverte")
        assert end == ""

    def test_without_a_password_in_the_settings_there_are_none(self, settings, capsys):
        settings.DEMONSTRATION_PASSWORD = ""
        call_command("show_logins")
        assert "parvis.example" not in capsys.readouterr().out
