"""A real server on this machine, in the place of somebody else's on the Internet."""

import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Handler(BaseHTTPRequestHandler):
    """Does what the test put at this path; notes who came."""

    def do_GET(self):
        self.server.asked.append((self.path, dict(self.headers)))
        self.server.answers[self.path](self)

    def do_HEAD(self):
        self.server.headed.append(self.path)
        self.server.answers[self.path](self)

    def log_message(self, *args):
        pass


def answers(status=200, body=b"", **headers):
    def answer(handler):
        handler.send_response(status)
        for name, value in ({"Content-Length": len(body)} | headers).items():
            handler.send_header(name.replace("_", "-"), str(value))
        handler.end_headers()
        handler.wfile.write(body)

    return answer


def drips(handler):
    """A letter now and then: no wait is ever long."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    for _letter in range(600):
        handler.wfile.write(b"x")
        handler.wfile.flush()
        time.sleep(0.05)


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request, client_address):
        """A client that hangs up is what some of the tests want."""


@contextmanager
def other_server(settings):
    """`answers`: path → what answers; `asked` and `headed` tell who came."""
    with Server(("127.0.0.1", 0), Handler) as server:
        server.answers, server.asked, server.headed = {}, [], []
        server.url = f"http://127.0.0.1:{server.server_port}"
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        settings.OUTBOUND_PORTS = [server.server_port]
        settings.OUTBOUND_NETWORKS = ["127.0.0.1/32"]
        yield server
        server.shutdown()
