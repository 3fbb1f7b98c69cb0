import gzip
import tracemalloc
import zlib
from http.server import BaseHTTPRequestHandler

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.errors import InputError
from corpus.fetch import Fetcher, _gunzipped
from corpus.network import is_public
from web_server import Site, serving


@pytest.fixture
def fetcher() -> Fetcher:
    return Fetcher(allow_private=True)


def test_a_page_comes_with_its_type_charset_and_final_address(site: Site, fetcher: Fetcher) -> None:
    body = "Grüße".encode("latin-1")
    site.page("/new", body, 'Text/HTML; charset="ISO-8859-1"')
    page = fetcher.get(site.redirect("/old", "/new"))
    assert (page.url, page.content) == (site.url + "/new", body)
    assert (page.media_type, page.charset) == ("text/html", "ISO-8859-1")


def test_private_addresses_are_refused_unless_allowed(site: Site) -> None:
    url = site.page("/", "secret")
    with pytest.raises(InputError, match="not a public address"):
        Fetcher().get(url)
    assert site.asked == []


@pytest.mark.parametrize(
    "url",
    [
        "ftp://x.example/a",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "data:text/html,x",
        "http://",
        "http:///a",
        "//x.example",
        "",
        "http://[::1",
        "http://x.example:99999/",
        "http://x\0.example/",
    ],
)
def test_only_http_addresses_are_fetched(fetcher: Fetcher, url: str) -> None:
    with pytest.raises(InputError):
        fetcher.get(url)


@pytest.fixture
def loopback_is_public(monkeypatch: pytest.MonkeyPatch) -> None:
    """The test server stands for a public site; every other address is judged as ever."""
    monkeypatch.setattr(
        "corpus.network.is_public", lambda address: address == "127.0.0.1" or is_public(address)
    )


@pytest.mark.usefixtures("loopback_is_public")
@pytest.mark.parametrize("target", ["http://10.0.0.1/admin", "//[::1]/", "http://inside.example/"])
def test_a_redirect_to_a_private_address_is_refused(site: Site, target: str) -> None:
    names = {"inside.example": ["192.168.0.7"]}
    fetcher = Fetcher(resolver=lambda host, port: names.get(host, [host]))
    with pytest.raises(InputError, match="which is not a public address"):
        fetcher.get(site.redirect("/go", target))
    assert site.asked == ["/go"]


def test_a_redirect_away_from_http_is_refused(site: Site, fetcher: Fetcher) -> None:
    with pytest.raises(InputError, match="only http"):
        fetcher.get(site.redirect("/go", "file:///etc/passwd"))


@pytest.mark.usefixtures("loopback_is_public")
def test_a_name_is_resolved_once_for_the_check_and_the_connection(site: Site) -> None:
    # A rebinding name: another address each time that it is asked for.
    port = int(site.url.rpartition(":")[2])
    site.page("/", "public")
    answers = iter([["127.0.0.1"], ["10.0.0.1"]])
    fetcher = Fetcher(resolver=lambda *_: next(answers))
    assert fetcher.get(f"http://rebind.example:{port}/").content == b"public"
    with pytest.raises(InputError, match=r"rebind\.example is at 10\.0\.0\.1"):
        fetcher.get(f"http://rebind.example:{port}/")
    assert site.asked == ["/"]


def test_the_host_header_is_the_name_and_not_the_address(site: Site) -> None:
    port = int(site.url.rpartition(":")[2])
    seen = []

    def answer(request: BaseHTTPRequestHandler) -> None:
        seen.append(request.headers["Host"])
        request.send_response(200)
        request.send_header("Content-Length", "0")
        request.end_headers()

    site.answers["/"] = answer
    resolved = []

    def resolver(host: str, port: int) -> list[str]:
        resolved.append(host)
        return ["127.0.0.1"]

    Fetcher(allow_private=True, resolver=resolver).get(f"http://me:pw@paper.example:{port}/")
    assert seen == [f"paper.example:{port}"]
    assert resolved == ["paper.example"]


def test_the_next_address_is_tried_when_one_refuses(site: Site) -> None:
    port = int(site.url.rpartition(":")[2])
    site.page("/", "here")
    # Nothing listens on the second loopback address.
    fetcher = Fetcher(allow_private=True, resolver=lambda *_: ["127.0.0.2", "127.0.0.1"])
    assert fetcher.get(f"http://paper.example:{port}/").content == b"here"


def test_redirects_are_counted(site: Site, fetcher: Fetcher) -> None:
    site.page("/0", "end")
    for i in range(1, 7):
        site.redirect(f"/{i}", f"/{i - 1}")
    assert fetcher.get(site.url + "/5").content == b"end"
    with pytest.raises(InputError, match="more than 5 times"):
        fetcher.get(site.url + "/6")


def test_size_is_limited_with_and_without_a_declared_length(site: Site) -> None:
    fetcher = Fetcher(allow_private=True, max_bytes=1000)
    assert len(fetcher.get(site.page("/fits", "x" * 1000)).content) == 1000
    with pytest.raises(InputError, match="larger than 1,000"):
        fetcher.get(site.page("/long", "x" * 1001))

    def endless(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.end_headers()
        while not site.stopped.is_set():
            request.wfile.write(b"x" * 10_000)

    site.answers["/endless"] = endless
    with pytest.raises(InputError, match="larger than 1,000"):
        fetcher.get(site.url + "/endless")


def test_packed_answers_are_unpacked_within_the_limit(site: Site) -> None:
    fetcher = Fetcher(allow_private=True, max_bytes=100_000)
    small = gzip.compress(b"words " * 10)
    assert fetcher.get(site.page("/s", small, Content_Encoding="gzip")).content == b"words " * 10
    bomb = gzip.compress(b"\0" * 50_000_000)
    url = site.page("/bomb", bomb, Content_Encoding="gzip")
    tracemalloc.start()
    try:
        with pytest.raises(InputError, match="larger than 100,000"):
            fetcher.get(url)
        assert tracemalloc.get_traced_memory()[1] < 5_000_000  # and not the 50 MB of the bomb
    finally:
        tracemalloc.stop()
    with pytest.raises(InputError, match="damaged"):
        fetcher.get(site.page("/cut", small[:-9], Content_Encoding="gzip"))
    with pytest.raises(InputError, match="damaged"):
        fetcher.get(site.page("/no", b"not packed", Content_Encoding="gzip"))
    with pytest.raises(InputError, match="not asked for"):
        fetcher.get(site.page("/z", zlib.compress(b"x"), Content_Encoding="br"))


def test_every_member_of_packed_answers_is_read(site: Site) -> None:
    fetcher = Fetcher(allow_private=True, max_bytes=100_000)
    members = b"".join(map(gzip.compress, (b"first ", b"", b"x" * 99_000, b" last")))
    page = fetcher.get(site.page("/all", members, Content_Encoding="gzip"))
    assert page.content == b"first " + b"x" * 99_000 + b" last"
    one_more = members + gzip.compress(b"y" * 2_000)
    with pytest.raises(InputError, match="larger than 100,000"):
        fetcher.get(site.page("/long", one_more, Content_Encoding="gzip"))
    padded = members + b"\0" * 512 + gzip.compress(b"!") + b"\0" * 9 + b"no member"
    padded_page = fetcher.get(site.page("/padded", padded, Content_Encoding="gzip"))
    assert padded_page.content == page.content + b"!"
    for damaged in (members[:-9], members + b"\x1f\x8b and no more"):
        with pytest.raises(InputError, match="damaged"):
            fetcher.get(site.page("/damaged", damaged, Content_Encoding="gzip"))


@settings(deadline=None)
@given(st.lists(st.binary(max_size=300)), st.integers(1, 40))
def test_members_are_read_however_they_are_parted(parts: list[bytes], size: int) -> None:
    packed = b"".join(map(gzip.compress, [b"", *parts]))
    chunks = (packed[at : at + size] for at in range(0, len(packed), size))
    assert b"".join(_gunzipped(chunks)) == b"".join(parts)


@pytest.mark.parametrize("headers_first", [True, False])
def test_a_server_that_drips_is_left_at_the_deadline(site: Site, headers_first: bool) -> None:
    def drip(request: BaseHTTPRequestHandler) -> None:
        if headers_first:
            request.send_response(200)
            request.end_headers()
        else:
            request.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
        # Each byte comes long before any single wait is over.
        while not site.stopped.wait(0.02):
            request.wfile.write(b"x")

    site.answers["/drip"] = drip
    with pytest.raises(InputError, match=r"within 0\.3 seconds"):
        Fetcher(allow_private=True, seconds=0.3).get(site.url + "/drip")


def test_what_servers_answer_wrongly_is_an_input_error(site: Site, fetcher: Fetcher) -> None:
    with pytest.raises(InputError, match="status 404"):
        fetcher.get(site.url + "/missing")

    def garbage(request: BaseHTTPRequestHandler) -> None:
        request.wfile.write(b"\0\1\2 not http\r\n\r\n")

    def cut(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.send_header("Content-Length", "1000")
        request.end_headers()
        request.wfile.write(b"only this")

    site.answers.update({"/garbage": garbage, "/cut": cut})
    for path in ("/garbage", "/cut"):
        with pytest.raises(InputError, match="cannot be fetched"):
            fetcher.get(site.url + path)


def test_a_closed_port_is_an_input_error() -> None:
    with serving() as gone:
        url = gone.url
    with pytest.raises(InputError, match="cannot be fetched"):
        Fetcher(allow_private=True).get(url)


NOWHERE = Fetcher(resolver=lambda host, port: ["127.0.0.1"])


@settings(deadline=None)
@given(st.text(max_size=40))
def test_any_address_is_an_input_error_when_all_are_private(rest: str) -> None:
    for url in (rest, "http://" + rest, "https://x.example/" + rest):
        with pytest.raises(InputError):
            NOWHERE.get(url)
