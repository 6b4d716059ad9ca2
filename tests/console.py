"""Python in the environment of a running site, for as long as the tests want something of it.

Django takes seconds to start; this process starts it once. It reads one piece of code a line, as a
JSON string, and answers with one line of JSON: [what it printed, the traceback or null].

    python -m tests.console
"""

import io
import json
import sys
import traceback
from contextlib import redirect_stdout


def main():
    sys.path.insert(0, "site")
    import django

    django.setup()
    from django.core.cache import cache

    for line in sys.stdin:
        cache.clear()  # in the memory of this process: the site has written meanwhile
        printed, error = io.StringIO(), None
        try:
            with redirect_stdout(printed):
                exec(compile(json.loads(line), "<console>", "exec"), {})
        except Exception:  # noqa: BLE001 - whoever asked is told
            error = traceback.format_exc()
        sys.stdout.write(json.dumps([printed.getvalue(), error]) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
