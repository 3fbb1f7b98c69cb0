"""The tools for programs, called by the protocol's own client over stdio and over HTTP."""

import json
import os
import socket
import subprocess
import sys
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import anyio
import httpx
import pytest
from mcp import Client, StdioServerParameters
from mcp.types import CallToolResult

from qa.answer import Assistant
from qa.mcp_server import mcp_server
from qa.typed import LONGEST_QUESTION

QUESTION = "Who called on North Korea at the Pentagon to withdraw its troops from Russia?"
ROOT = Path(__file__).parent.parent
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT)}


def with_client(server: Any, work: Callable[[Client], Awaitable[Any]]) -> Any:
    async def run() -> Any:
        async with Client(server) as client:
            return await work(client)

    return anyio.run(run)


def call(desk: Assistant, tool: str, **arguments: Any) -> CallToolResult:
    async def work(client: Client) -> Any:
        return await client.call_tool(tool, arguments)

    result = with_client(mcp_server(desk), work)
    assert isinstance(result, CallToolResult)
    return result


def told(result: CallToolResult) -> str:
    assert result.is_error
    return " ".join(getattr(each, "text", "") for each in result.content)


async def tools_and_an_answer(client: Client) -> tuple[list[str], dict[str, Any]]:
    listed = await client.list_tools()
    answer = await client.call_tool("ask", {"question": QUESTION})
    assert answer.structured_content is not None
    return sorted(tool.name for tool in listed.tools), answer.structured_content


def expected(desk: Assistant) -> dict[str, Any]:
    """The answer as JSON, without its times and without the day that recency counts from."""
    return comparable(desk.ask(QUESTION).to_dict())


def comparable(answer: dict[str, Any]) -> dict[str, Any]:
    row: dict[str, Any] = json.loads(json.dumps(answer))
    assert row["timings_ms"]
    return {name: row[name] for name in ("question", "answered", "text", "sentences", "citations")}


# ---- a server of its own, as programs start it ----


def test_a_client_over_stdio_finds_three_tools_and_gets_an_answer(
    sample_index: Path, desk: Assistant
) -> None:
    server = StdioServerParameters(
        command=sys.executable,
        args=["-m", "qa.cli", "mcp", "--index", str(sample_index)],
        env=ENVIRONMENT,
        cwd=str(ROOT),
    )
    tools, answer = with_client(server, tools_and_an_answer)
    assert tools == ["ask", "get_article", "search_articles"]
    assert comparable(answer) == expected(desk)


@pytest.fixture
def http_server(sample_index: Path) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "qa.cli", "mcp", "--http", "--port", str(port)]
    with subprocess.Popen(
        [*command, "--index", str(sample_index)],
        cwd=ROOT,
        env=ENVIRONMENT,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            assert process.stderr is not None
            url = process.stderr.readline().strip()
            transport = httpx.HTTPTransport(retries=30)  # it says where before it listens
            with httpx.Client(transport=transport, timeout=30) as waiting:
                waiting.post(url, json={})
            yield url
        finally:
            process.kill()


def test_a_client_over_http_finds_the_same_and_strangers_pages_are_refused(
    http_server: str, desk: Assistant
) -> None:
    tools, answer = with_client(http_server, tools_and_an_answer)
    assert tools == ["ask", "get_article", "search_articles"]
    assert comparable(answer) == expected(desk)
    # A page of another host whose name leads here (DNS rebinding).
    refused = httpx.post(http_server, headers={"Host": "evil.example"}, json={})
    assert refused.status_code == 421


def test_without_an_index_the_command_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from qa.cli import main

    assert main(["mcp", "--index", str(tmp_path)]) == 1
    assert "no index here" in capsys.readouterr().err


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5", "desk.example"])
def test_an_address_that_others_reach_is_refused(
    sample_index: Path, capsys: pytest.CaptureFixture[str], host: str
) -> None:
    from qa.cli import main

    with pytest.raises(SystemExit) as ended:
        main(["mcp", "--http", "--host", host, "--index", str(sample_index)])
    assert ended.value.code == 2
    assert "put a proxy with a login in front" in capsys.readouterr().err


# ---- each tool ----


def test_search_gives_the_rows_of_search_json_within_the_filters(desk: Assistant) -> None:
    result = call(desk, "search_articles", question="troops", k=3, since="2024-10-30")
    assert result.structured_content is not None
    hits = result.structured_content["hits"]
    assert [hit["rank"] for hit in hits] == [1, 2, 3]
    for hit in hits:
        article = desk.article(hit["article_id"])
        assert article is not None
        assert article.text[hit["start"] : hit["end"]] == hit["text"]
        assert hit["published"] >= "2024-10-30"


def test_an_article_is_given_whole(desk: Assistant) -> None:
    hits = desk.index.search("troops", 1)
    result = call(desk, "get_article", article_id=hits[0].passage.article_id)
    assert result.structured_content is not None
    article = desk.article(hits[0].passage.article_id)
    assert article is not None
    assert (result.structured_content["title"], result.structured_content["text"]) == (
        article.title,
        article.text,
    )


def test_a_follow_up_is_understood_from_earlier_questions(desk: Assistant) -> None:
    result = call(
        desk, "ask", question="And what did he say about it?", earlier_questions=[QUESTION]
    )
    assert result.structured_content is not None
    standalone = result.structured_content["standalone_question"]
    assert standalone != "And what did he say about it?"


@pytest.mark.parametrize(
    ("tool", "arguments", "message"),
    [
        ("ask", {"question": " "}, "The question is empty"),
        ("ask", {"question": "x" * (LONGEST_QUESTION + 1)}, "at most 2,000 are read"),
        ("ask", {"question": "Who?", "since": "soon"}, "since: 'soon' is not a day"),
        ("search_articles", {"question": "Who?", "k": 51}, "less than or equal to 50"),
        ("search_articles", {"question": ""}, "The question is empty"),
        ("ask", {"question": "Who?", "earlier_questions": ["x" * 2_001]}, "at most 2,000 are read"),
        ("get_article", {"article_id": "nope"}, "nope: no such article"),
    ],
)
def test_what_makes_no_sense_is_told_in_a_sentence(
    desk: Assistant, tool: str, arguments: dict[str, Any], message: str
) -> None:
    assert message in told(call(desk, tool, **arguments))


def test_no_tool_changes_anything(desk: Assistant) -> None:
    async def work(client: Client) -> Any:
        return (await client.list_tools()).tools

    tools = with_client(mcp_server(desk), work)
    assert tools
    for tool in tools:
        assert tool.annotations is not None
        assert tool.annotations.read_only_hint
        assert tool.description
