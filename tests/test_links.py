"""Which addresses become links: http(s) with a host, and nothing that a browser would obey."""

from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.links import safe_url


@pytest.mark.parametrize(
    "url",
    [
        "https://post.example/2024/10/30/harbour",
        "http://post.example:8080/?q=a&b=%20#part",
        "HTTPS://Post.example/",
        "https://bücher.example/straße",
        "https://[2001:db8::1]/",
    ],
)
def test_a_web_address_is_kept_as_it_is(url: str) -> None:
    assert safe_url(url) == url


@pytest.mark.parametrize(
    "url",
    [
        None,
        "",
        "post.example/harbour",
        "//post.example/harbour",
        "https:///harbour",
        "https://[2001:db8::1",
        "javascript:alert(1)",
        "JavaScript:alert(1)//https://post.example",
        "data:text/html,<script>alert(1)</script>",
        "file:///etc/passwd",
        "ftp://post.example/",
        " https://post.example/",
        "https://post.example/a b",
        "java\tscript:alert(1)",
        "https://post.example/\u202egnp.exe",
        "https://post.example/\x00",
    ],
)
def test_anything_else_is_no_link(url: str | None) -> None:
    assert safe_url(url) is None


@given(st.text() | st.text(st.sampled_from("htps:/[]@#?.a1 \t\n"), max_size=20))
def test_whatever_is_kept_is_of_the_web_and_on_one_line(text: str) -> None:
    kept = safe_url(text)
    assert kept in (None, text)
    if kept is not None:
        assert urlsplit(kept).scheme in ("http", "https")
        assert kept.isprintable() and " " not in kept
