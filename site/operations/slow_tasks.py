"""A task that holds the worker for long is told in the log.

Failures are told by django-tasks itself, with their trace; the rest only at `LOG_LEVEL=DEBUG`.
"""

import logging
from datetime import timedelta

from django.dispatch import receiver
from django_tasks.signals import task_finished

logger = logging.getLogger(__name__)

#: A worker does one task at a time, and the jobs of each minute (scheduled pages, public figures)
#: wait behind it: half of a minute, and they begin to be late.
SLOW = timedelta(seconds=30)


@receiver(task_finished)
def tell_of_slow_task(task_result, **signal):
    took = task_result.finished_at - task_result.started_at
    if took >= SLOW:
        logger.warning("Task %s took %d s", call_of(task_result), took.total_seconds())


def call_of(task_result):
    """`operations.periodic.run_job('check_links')`: all periodic jobs are one task."""
    arguments = [repr(value) for value in task_result.args]
    arguments += [f"{name}={value!r}" for name, value in task_result.kwargs.items()]
    return f"{task_result.task.module_path}({', '.join(arguments)})"
