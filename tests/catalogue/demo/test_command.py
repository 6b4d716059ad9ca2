import pytest
from django.core.management import CommandError, call_command


@pytest.mark.django_db
def test_without_communes_it_says_what_to_do_first():
    with pytest.raises(CommandError, match="load_geography"):
        call_command("load_demo")
