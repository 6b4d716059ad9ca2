"""Mail on a developer's machine: each message in a file, and one line of the log says where."""

import logging
from os.path import relpath

from django.core.mail.backends import filebased

logger = logging.getLogger(__name__)


class EmailBackend(filebased.EmailBackend):
    def write_message(self, message):
        super().write_message(message)
        recipients = ", ".join(message.recipients())
        logger.info("Mail to %s: %s (%s)", recipients, message.subject, relpath(self.stream.name))
