"""What may be written after ``newsdesk``: every command with its arguments, and their checks."""

import argparse
import math
import sys
from collections.abc import Callable, Sequence
from datetime import date
from ipaddress import ip_address
from pathlib import Path

from corpus.article import parse_day
from corpus.errors import InputError
from qa import commands
from qa.answer import default_folder
from qa.chat.settings import parse_auth

Run = Callable[[argparse.Namespace], int]
"""Does what a command does; gives its exit code."""


def read(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    """What is written there, by default behind the command; exits with 2 on wrong usage."""
    whole = parser()
    options = whole.parse_args(arguments)
    since, until = getattr(options, "since", None), getattr(options, "until", None)
    if since and until and since > until:
        whole.error(f"no day lies between --since {since} and --until {until}; swap them")
    return options


def parser() -> argparse.ArgumentParser:
    """Of all commands; what it reads has ``command``, a ``Run``, beside their arguments."""
    whole = argparse.ArgumentParser(
        prog="newsdesk", description="Answers from news articles, every sentence with its source."
    )
    commands_of = _Commands(whole)
    _articles(commands_of)
    _questions(commands_of)
    _batches(commands_of)
    _servers(commands_of)
    _state(commands_of)
    return whole


class _Commands:
    """Where commands are added, in the order in which the help shows them."""

    def __init__(self, whole: argparse.ArgumentParser) -> None:
        self._parsers = whole.add_subparsers(title="commands", required=True, metavar="COMMAND")

    def add(self, name: str, run: Run, text: str) -> argparse.ArgumentParser:
        """A command of no index."""
        added = self._parsers.add_parser(name, help=text, description=text)
        added.set_defaults(command=run)
        return added

    def of_index(self, name: str, run: Run, text: str) -> argparse.ArgumentParser:
        """A command of one index."""
        added = self.add(name, run, text)
        added.add_argument(
            "--index",
            type=Path,
            default=default_folder(),
            metavar="DIR",
            help="the index folder (default: $NEWSDESK_INDEX, else ./.newsdesk)",
        )
        return added


def _articles(to: _Commands) -> None:
    build = to.of_index("build", commands.run_build, "read articles and bring the index up to date")
    build.add_argument(
        "sources",
        nargs="*",
        metavar="PATH|URL",
        help="files, folders, pages, feeds; none: the sample articles",
    )
    build.add_argument("--prune", action="store_true", help="remove articles not met this time")
    _add_wait(build)
    build.add_argument(
        "--encoder", metavar="NAME", help="a sentence-transformers model, for a new index"
    )

    show = to.of_index("show", commands.run_show, "print an article")
    show.add_argument("article", metavar="ARTICLE", help="its id")
    show.add_argument("--json", action="store_true", help="as one row of JSON")

    remove = to.of_index("remove", commands.run_remove, "remove articles from the index")
    remove.add_argument("articles", nargs="+", metavar="ARTICLE", help="their ids")
    _add_wait(remove)

    backup = to.of_index("backup", commands.run_backup, "write the whole index to one file")
    backup.add_argument("file", type=Path, metavar="FILE", help="a new file")

    restore = to.of_index("restore", commands.run_restore, "make an index from a backup")
    restore.add_argument("file", type=Path, metavar="FILE", help="what backup wrote")


def _questions(to: _Commands) -> None:
    search = to.of_index("search", commands.run_search, "find passages")
    asked = search.add_mutually_exclusive_group(required=True)
    asked.add_argument("question", nargs="?", metavar="QUESTION")
    asked.add_argument(
        "--questions", type=Path, metavar="FILE", help="every question of a JSONL or CSV file"
    )
    search.add_argument("-k", type=_positive, default=10, help="how many passages (default: 10)")
    search.add_argument("--explain", action="store_true", help="what each ranking gave")

    ask = to.of_index("ask", commands.run_ask, "answer a question")
    ask.add_argument("question", metavar="QUESTION")
    for asking in (search, ask):
        asking.add_argument("--as-of", type=_day, metavar="D", help="as if it were this day")
        asking.add_argument("--since", type=_day, metavar="D", help="only what is not older")
        asking.add_argument("--until", type=_day, metavar="D", help="only what is not newer")
        asking.add_argument("--outlet", action="append", metavar="O", help="only this outlet")
        asking.add_argument("--json", action="store_true", help="as JSON")
        _add_reranker(asking)

    replay = to.of_index("replay", commands.run_replay, "ask the question of a kept answer again")
    replay.add_argument("answer", metavar="ANSWER.json", help="what `ask --json` printed")


def _batches(to: _Commands) -> None:
    evaluate = to.of_index(
        "evaluate", commands.run_evaluate, "answer questions from a file, and measure"
    )
    evaluate.add_argument("questions", nargs="+", metavar="QUESTIONS", help="JSONL or CSV")
    evaluate.add_argument(
        "--out", type=Path, default=Path("evaluation"), metavar="DIR", help="where results go"
    )
    evaluate.add_argument(
        "--limit", type=_whole(1, sys.maxsize), metavar="N", help="only the first N rows"
    )
    evaluate.add_argument(
        "--sample", type=_whole(1, sys.maxsize), metavar="N", help="N rows drawn at random"
    )
    evaluate.add_argument(
        "--seed", type=_whole(0), default=0, help="of the sample and the intervals"
    )
    evaluate.add_argument(
        "--workers",
        type=_positive,
        default=1,
        metavar="N",
        help="questions asked at a time; stages then wait for each other, which their times hold",
    )
    evaluate.add_argument("--restart", action="store_true", help="ask everything again")
    _add_reranker(evaluate)

    compare = to.add("compare", commands.run_compare, "what changed between two runs of evaluate")
    compare.add_argument("run_a", metavar="RUN_A", help="the folder of the run before")
    compare.add_argument("run_b", metavar="RUN_B", help="the folder of the run after")
    compare.add_argument("--html", type=Path, metavar="FILE", help="write a report as well")
    compare.add_argument("--seed", type=_whole(0), default=0, help="of the tests and the intervals")
    compare.add_argument(
        "--fail-under",
        action="append",
        type=_bound,
        metavar="METRIC=VALUE",
        help="exit with 1 where a metric of RUN_B is below",
    )
    compare.add_argument(
        "--fail-on-regression", action="store_true", help="exit with 1 where RUN_B is worse"
    )


def _servers(to: _Commands) -> None:
    chat = to.add("chat", commands.run_chat, "serve the chat page")
    chat.add_argument(
        "--index",
        dest="indexes",
        action="append",
        type=Path,
        default=[],
        metavar="DIR",
        help="an index folder, or one of such folders; may be repeated "
        "(default: $NEWSDESK_INDEX, else ./.newsdesk)",
    )
    chat.add_argument("--share", action="store_true", help="also under a public link")
    chat.add_argument(
        "--auth",
        action="append",
        type=_pair,
        metavar="USER:PASSWORD",
        help="ask for a name and a password (default: the lines of $NEWSDESK_AUTH)",
    )
    chat.add_argument(
        "--rate",
        type=_positive,
        metavar="N",
        help="most questions of a visitor a minute (default: 20 where strangers may come)",
    )
    _add_reranker(chat)

    feedback = to.of_index(
        "feedback", commands.run_feedback, "readers' verdicts as question rows (JSONL)"
    )
    feedback.add_argument(
        "--out", type=Path, metavar="FILE", help="where they go (default: the output)"
    )

    mcp = to.of_index("mcp", commands.run_mcp, "serve tools to programs (Model Context Protocol)")
    mcp.add_argument("--http", action="store_true", help="over HTTP rather than stdio")
    mcp.add_argument(
        "--host", default="127.0.0.1", type=_loopback, help="for --http, an address of this machine"
    )
    mcp.add_argument(
        "--port", type=_whole(1, 65_535), default=7861, help="for --http (default: 7861)"
    )


def _state(to: _Commands) -> None:
    info = to.of_index("info", commands.run_info, "what the index holds")
    info.add_argument("--json", action="store_true", help="as JSON")
    to.of_index("check", commands.run_check, "look for damage in the index")


def _add_wait(writing: argparse.ArgumentParser) -> None:
    writing.add_argument("--wait", action="store_true", help="wait for another build to end")


def _add_reranker(searching: argparse.ArgumentParser) -> None:
    searching.add_argument(
        "--reranker", metavar="NAME", help="a CrossEncoder that orders the passages found"
    )


def _day(value: str) -> date:
    try:
        return parse_day(value)
    except InputError as error:
        raise argparse.ArgumentTypeError(
            f"{value!r} is not a day; write it as 2023-01-05"
        ) from error


def _bound(text: str) -> tuple[str, float]:
    """A metric and the value that it must not be worse than."""
    name, _, value = text.partition("=")
    try:
        bound = float(value)
    except ValueError:
        bound = math.nan
    if not name or math.isnan(bound):  # nothing is ever below that
        raise argparse.ArgumentTypeError(
            f"{text!r}: write METRIC=VALUE, as in answer_contained=0.5"
        )
    return name, bound


def _pair(text: str) -> str:
    try:
        parse_auth([text])
    except InputError as error:
        raise argparse.ArgumentTypeError("write a name and a password as USER:PASSWORD") from error
    return text


def _loopback(text: str) -> str:
    """A name or an address that nobody else can reach."""
    try:
        own = text == "localhost" or ip_address(text).is_loopback
    except ValueError:
        own = False
    if not own:
        raise argparse.ArgumentTypeError(
            f"{text!r} can be reached by others, and the tools ask for no password; serve them on "
            "127.0.0.1 and put a proxy with a login in front"
        )
    return text


def _whole(least: int, most: int | None = None) -> Callable[[str], int]:
    """What reads a whole number within these bounds."""
    bounds = f"from {least} up" if most is None else f"from {least} to {most}"

    def read(value: str) -> int:
        try:
            number = int(value)
        except ValueError:
            number = least - 1
        if number < least or (most is not None and number > most):
            raise argparse.ArgumentTypeError(f"{value!r} is not a number {bounds}")
        return number

    return read


_positive = _whole(1)
