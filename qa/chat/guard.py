"""What the server lets in and what it lets the browser load.

The page needs a handful of gradio's routes. The rest (uploads, file serving, proxying,
recordings, run history) is answered with 404, so that a route which a later gradio adds
is closed until somebody opens it here. Content Security Policy: W3C, CSP Level 3.
"""

import re
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from qa.chat.settings import is_loopback

# 'unsafe-inline' and 'unsafe-eval' are what gradio's own start-up needs; nothing of an
# article or a question reaches the page unescaped.
POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self' 'unsafe-inline' 'unsafe-eval'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self'",
        "frame-src 'none'",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'none'",
    )
)
_HEADERS = {
    "Content-Security-Policy": POLICY,
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
_PAGE = (
    "assets/.+|static/.+|svelte/.+|config/?|theme\\.css|favicon\\.ico|robots\\.txt"
    "|manifest\\.json|pwa_icon.*|login/?|logout/?"
)
_API = (
    "info/?|queue/(join|data)|call/(v2/)?ask(/.*)?|cancel|reset/?|heartbeat/.+|component_server/?"
    "|startup-events|theme\\.css|app_id/?|login_check/?|user/?|token/?"
)
_OPEN = re.compile(rf"/|/(?:{_PAGE})|/gradio_api/(?:{_API})")
_UPLOAD = re.compile("/gradio_api/upload/?")
MOST_BYTES = 5_000_000  # of a request: a long conversation that is opened again


class Guard:
    """ASGI middleware: closed routes answer 404, everything else carries the policy.

    A request whose body is too long, or whose length is not told, is refused.
    """

    def __init__(self, app: ASGIApp, *, uploads: bool = False) -> None:
        self.app = app
        self._uploads = uploads

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_policy(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(_HEADERS)
            await send(message)

        await self._app(scope)(scope, receive, send_with_policy)

    def _app(self, scope: Scope) -> ASGIApp:
        headers = Headers(scope=scope)
        if self._uploads and _UPLOAD.fullmatch(scope["path"]):
            return self.app if _is_own(headers) else _FOREIGN  # it has a limit of its own for files
        if not _OPEN.fullmatch(scope["path"]):
            return _CLOSED
        length = headers.get("content-length", "")
        if "transfer-encoding" in headers:
            return _UNMEASURED
        if length and (not length.isdecimal() or int(length) > MOST_BYTES):
            return _TOO_LONG
        return self.app


def _is_own(headers: Headers) -> bool:
    """Whether a page of this machine sends it: not another site that its reader has open, nor one
    whose name was made to lead here."""
    host, origin = headers.get("host", ""), headers.get("origin")
    try:
        named = urlsplit(f"//{host}").hostname or ""
        return is_loopback(named) and (origin is None or urlsplit(origin).netloc == host)
    except ValueError:  # of an address that is none
        return False


_FOREIGN = PlainTextResponse("Files are taken from this machine's own page", status_code=403)
_CLOSED = PlainTextResponse("Not found", status_code=404)
_UNMEASURED = PlainTextResponse("Tell the length of the request", status_code=411)
_TOO_LONG = PlainTextResponse("The request is too long", status_code=413)
