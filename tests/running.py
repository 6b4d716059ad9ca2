"""The site as it runs in production: real processes, a database and files of their own.

For the tests that need more than a request: browsers, the worker's heartbeat, what goes over
the wire. Started once per test run (see `running_site` in conftest.py).
"""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings

HEARTBEAT_SECONDS = 0.5
#: More than the slowest of them takes on a busy machine.
COMMAND_SECONDS = 480


def free_port():
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_until(condition, *, seconds, message):
    """Polls: returns the first truthy answer, or fails with the message."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if answer := condition():
            return answer
        time.sleep(0.1)
    raise AssertionError(f"{message} (waited {seconds} s)")


def status(url):
    """The HTTP status of a page, or None while nobody answers."""
    request = urllib.request.Request(url, headers={"X-Forwarded-Proto": "https"})
    try:
        with urllib.request.urlopen(request, timeout=20) as response:
            return response.status
    except urllib.error.HTTPError as error:
        error.close()
        return error.code
    except (urllib.error.URLError, ConnectionError):
        return None


@dataclass
class RunningSite:
    folder: Path
    database_url: str
    port: int = field(default_factory=free_port)
    #: What `manage.py prepare` printed, on both of its outputs.
    prepared: str = ""

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"

    @property
    def environ(self):
        return os.environ | {
            "DJANGO_SETTINGS_MODULE": "config.settings.production",
            "DATABASE_URL": self.database_url,
            "VAR_DIR": str(self.folder),
            "SECRET_KEY": "for this test run only, " * 3,
            "ALLOWED_HOSTS": "127.0.0.1",
            "CSRF_TRUSTED_ORIGINS": self.url,
            "WORKER_HEARTBEAT_SECONDS": str(HEARTBEAT_SECONDS),
            "OUTBOUND_PORTS": "",  # its worker asks no other site
        }

    def manage(self, *arguments, **environ):
        """Runs a management command to its end."""
        return self.run("manage.py", *arguments, **environ)

    def run(self, *arguments, **environ):
        """Runs Python in the site's environment; returns what it prints."""
        output, _errors = self.listen(*arguments, **environ)
        return output

    def listen(self, *arguments, **environ):
        """The same; returns its two outputs.

        In a session of its own: what takes too long goes with the processes that it started, which
        would hold its output open.
        """
        process = subprocess.Popen(
            [sys.executable, *arguments],
            cwd=settings.BASE_DIR,
            env=self.environ | environ,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        try:
            output, errors = process.communicate(timeout=COMMAND_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            output, errors = process.communicate()
            errors += f"\nstopped after {COMMAND_SECONDS} s"
        assert process.returncode == 0, f"{' '.join(arguments)}\n{output}{errors}"
        return output, errors

    def prepare(self):
        self.prepared = "".join(self.listen("manage.py", "prepare"))

    def log(self, program="manage.py"):
        path = self.folder / f"{program}.log"
        return path.read_text("utf-8") if path.exists() else ""

    @contextmanager
    def console(self):
        """`python(code)` runs Python in the site's environment, in one process that stays; returns
        what it prints (see `tests.console`)."""
        with subprocess.Popen(
            [sys.executable, "-m", "tests.console"],
            cwd=settings.BASE_DIR,
            env=self.environ,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        ) as process:

            def python(code):
                process.stdin.write(json.dumps(code) + "\n")
                process.stdin.flush()
                printed, error = json.loads(process.stdout.readline())
                assert not error, error
                return printed

            yield python

    @contextmanager
    def process(self, *arguments, **environ):
        """A process that runs beside the test, and never outlives it."""
        log_path = self.folder / f"{arguments[0]}.log"
        with log_path.open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, *arguments],
                cwd=settings.BASE_DIR,
                env=self.environ | environ,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        try:
            yield process
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def web(self):
        bind = f"127.0.0.1:{self.port}"
        return self.process(
            *["-m", "gunicorn", "--chdir", "site", "config.wsgi", "--bind", bind, "--threads", "4"]
        )

    @contextmanager
    def development_server(self):
        """The URL of the same site as its developers see it, styleguide included."""
        address = f"127.0.0.1:{free_port()}"
        settings_module = {"DJANGO_SETTINGS_MODULE": "config.settings.development"}
        with self.process("manage.py", "runserver", "--noreload", address, **settings_module):
            url = f"http://{address}"
            wait_until(lambda: status(f"{url}/healthz"), seconds=30, message="no server")
            yield url

    def worker(self):
        return self.process("manage.py", "worker", "--no-startup-delay")

    def status(self, path):
        return status(f"{self.url}{path}")

    def is_healthy(self):
        return self.status("/healthz") == 200
