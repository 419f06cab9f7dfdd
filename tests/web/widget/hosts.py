"""Websites that show the chat, on ports of their own, in a real browser; also one that plays a bad desk."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

HTML = "text/html; charset=utf-8"
PAGE = """<!doctype html><html lang="{lang}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>Shop</title>
<link rel="stylesheet" href="/host.css"><script src="/before.js"></script>{head}</head>
<body><h1>Shop</h1><p>Everything for your office.</p>
<form><label>Search <input id="search"></label></form><button id="buy">Buy</button>
<script src="/after.js"></script>{body}</body></html>"""
# A page whose own styles reach far, and which counts what others leave behind.
FILES = {
    "/host.css": (
        "text/css",
        "body{margin:40px;font-family:serif;background:#fff;display:grid;gap:30px}"
        "body>div{position:static!important;margin:90px!important;display:block!important}"
        "button{font-size:40px;background:red;transform:rotate(3deg)}",
    ),
    "/before.js": (
        "text/javascript",
        "window.had = Object.getOwnPropertyNames(window); window.shifted = 0; window.hurt = [];"
        "new PerformanceObserver(l => l.getEntries().forEach(e => {"
        " if (!e.hadRecentInput) shifted += e.value; }))"
        ".observe({type: 'layout-shift', buffered: true});"
        "addEventListener('error', e => hurt.push(e.message));"
        "addEventListener('unhandledrejection', e => hurt.push(String(e.reason)));"
        "addEventListener('securitypolicyviolation', e => hurt.push(e.violatedDirective));",
    ),
    "/after.js": (
        "text/javascript",
        "document.getElementById('buy').addEventListener('click', () => { window.bought = true; });",
    ),
}


class HostServer:
    """A website: what each path answers can be said; nobody else's pages stand there."""

    def __init__(self) -> None:
        self.answers: dict[str, tuple[int, dict[str, str], str]] = {}
        self.held = threading.Event()  # until it is set, what stands at ``/slow/…`` waits
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                outer.answer(self)

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.origin = f"http://localhost:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,))

    @contextmanager
    def running(self) -> Iterator["HostServer"]:
        self._thread.start()
        try:
            yield self
        finally:
            self.held.set()
            self._server.shutdown()
            self._thread.join(10)
            self._server.server_close()

    def shows(
        self, tag: str = "", *, csp: str = "", lang: str = "ja", path: str = "/", body: str = ""
    ) -> str:
        """Put a page there; its address."""
        headers = {"Content-Type": HTML} | ({"Content-Security-Policy": csp} if csp else {})
        self.answers[path] = (200, headers, PAGE.format(lang=lang, head=tag, body=body))
        return self.origin + path

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        path = handler.path.partition("?")[0]
        if path.startswith("/slow/"):
            self.held.wait(20)
        kind, text = FILES.get(path, ("text/plain", ""))
        status, headers, text = self.answers.get(
            path, (200 if text else 500, {"Content-Type": kind}, text or "broken")
        )
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(text.encode())
