"""Mail on a developer's machine."""

from django.core.mail import send_mail


def test_a_message_is_a_file_and_a_line_of_the_log(settings, tmp_path, caplog):
    settings.EMAIL_BACKEND = "operations.mail.EmailBackend"
    settings.EMAIL_FILE_PATH = tmp_path
    with caplog.at_level("INFO", logger="operations.mail"):
        send_mail("Une convention à renouveler", "Bonjour,", None, ["responsable@parvis.example"])
    [path] = tmp_path.iterdir()
    assert "Bonjour," in path.read_text("utf-8")
    [line] = caplog.messages
    assert "responsable@parvis.example: Une convention à renouveler" in line
    assert path.name in line
