"""Which addresses are links that a reader can follow."""

from urllib.parse import urlsplit


def safe_url(url: str | None) -> str | None:
    """The url if it is http(s) with a host, else None."""
    if not url or not url.isprintable() or any(letter.isspace() for letter in url):
        return None
    try:
        parts = urlsplit(url)
        return url if parts.scheme in ("http", "https") and parts.hostname else None
    except ValueError:  # such as an unclosed [ in the host: no link that could be followed
        return None
