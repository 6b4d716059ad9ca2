"""What the log tells, one line each, on standard output."""

#: They tell of each thing that they do (a task begins, a page is saved), where one looks for what
#: goes wrong: they speak from WARNING up. At DEBUG they tell it all.
TALKATIVE = ["django_tasks", "django_tasks_db", "wagtail"]


def logging_at(level):
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["console"], "level": level},
        "loggers": {
            # Without the handlers of Django's own, which would write each line a second time. At
            # DEBUG it would tell of each statement, and of each file of code that it watches.
            "django": {"level": "INFO" if level == "DEBUG" else level},
        }
        | {name: {"level": "WARNING" if level == "INFO" else level} for name in TALKATIVE},
    }
