"""`manage.py worker`: the background worker of django-tasks-db, with a heartbeat."""

from django_tasks_db.management.commands import db_worker

from operations.heartbeat import Heartbeat


class Command(db_worker.Command):
    help = "Runs background tasks and periodic jobs; /healthz watches it."

    def add_arguments(self, parser):
        super().add_arguments(parser)
        # The reloader would run the worker in a child process, and the heartbeat in its parent,
        # which survives it.
        parser.set_defaults(reload=False)

    def configure_logging(self, verbosity):
        """As the settings say: at verbosity 1 it would tell of each task that begins or ends."""
        if verbosity != 1:
            super().configure_logging(verbosity)

    def handle(self, *, worker_id, **options):
        with Heartbeat(worker_id):
            super().handle(worker_id=worker_id, **options)
