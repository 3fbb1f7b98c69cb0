"""The command ``newsdesk``: every way to use the project from a shell.

Exit codes: 0 done, also when some inputs were rejected; 1 the request failed, nothing could
be read, or another build is running (the message is on stderr); 2 wrong usage.
"""

import argparse
import logging
import os
import sys
from collections.abc import Callable, Sequence
from datetime import date
from ipaddress import ip_address
from pathlib import Path

from corpus.article import parse_day
from corpus.errors import InputError, NewsdeskError
from qa import commands
from qa.answer import default_folder
from qa.terminal import plain_output, visible


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; gives its exit code."""
    options = _parser().parse_args(arguments)
    logging.basicConfig(level=logging.WARNING, format="newsdesk: %(message)s")
    command: Callable[[argparse.Namespace], int] = options.command
    try:
        with plain_output():
            return command(options)
    except NewsdeskError as error:
        print(visible(f"newsdesk: {error}"), file=sys.stderr)
        return 1
    except BrokenPipeError:
        # Whoever read the output has seen enough; nothing more may be written to it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        print("newsdesk: interrupted; what was done is kept", file=sys.stderr)
        return 130


def _day(value: str) -> date:
    try:
        return parse_day(value)
    except InputError as error:
        raise argparse.ArgumentTypeError(
            f"{value!r} is not a day; write it as 2023-01-05"
        ) from error


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


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="newsdesk", description="Answers from news articles, every sentence with its source."
    )
    subparsers = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")

    def command(
        name: str, function: Callable[[argparse.Namespace], int], text: str
    ) -> argparse.ArgumentParser:
        added = subparsers.add_parser(name, help=text, description=text)
        added.set_defaults(command=function)
        added.add_argument(
            "--index",
            type=Path,
            default=default_folder(),
            metavar="DIR",
            help="the index folder (default: $NEWSDESK_INDEX, else ./.newsdesk)",
        )
        return added

    build = command("build", commands.run_build, "read articles and bring the index up to date")
    build.add_argument(
        "sources",
        nargs="*",
        metavar="PATH|URL",
        help="files, folders, pages, feeds; none: the sample articles",
    )
    build.add_argument("--prune", action="store_true", help="remove articles not met this time")
    build.add_argument("--wait", action="store_true", help="wait for another build to end")
    build.add_argument(
        "--encoder", metavar="NAME", help="a sentence-transformers model, for a new index"
    )

    show = command("show", commands.run_show, "print an article")
    show.add_argument("article", metavar="ARTICLE", help="its id")
    show.add_argument("--json", action="store_true", help="as one row of JSON")

    remove = command("remove", commands.run_remove, "remove articles from the index")
    remove.add_argument("articles", nargs="+", metavar="ARTICLE", help="their ids")
    remove.add_argument("--wait", action="store_true", help="wait for another build to end")

    backup = command("backup", commands.run_backup, "write the whole index to one file")
    backup.add_argument("file", type=Path, metavar="FILE", help="a new file")

    restore = command("restore", commands.run_restore, "make an index from a backup")
    restore.add_argument("file", type=Path, metavar="FILE", help="what backup wrote")

    search = command("search", commands.run_search, "find passages")
    search.add_argument("question", metavar="QUESTION")
    search.add_argument("-k", type=_positive, default=10, help="how many passages (default: 10)")
    search.add_argument("--explain", action="store_true", help="what each ranking gave")

    ask = command("ask", commands.run_ask, "answer a question")
    ask.add_argument("question", metavar="QUESTION")
    for asking in (search, ask):
        asking.add_argument("--as-of", type=_day, metavar="D", help="as if it were this day")
        asking.add_argument("--since", type=_day, metavar="D", help="only what is not older")
        asking.add_argument("--until", type=_day, metavar="D", help="only what is not newer")
        asking.add_argument("--outlet", action="append", metavar="O", help="only this outlet")
        asking.add_argument("--json", action="store_true", help="as JSON")

    replay = command("replay", commands.run_replay, "ask the question of a kept answer again")
    replay.add_argument("answer", metavar="ANSWER.json", help="what `ask --json` printed")

    evaluate = command(
        "evaluate", commands.run_evaluate, "answer questions from a file, and measure"
    )
    evaluate.add_argument("questions", nargs="+", metavar="QUESTIONS", help="JSONL or CSV")
    evaluate.add_argument(
        "--out", type=Path, default=Path("evaluation"), metavar="DIR", help="where results go"
    )

    evaluate.add_argument("--limit", type=_positive, metavar="N", help="only the first N rows")
    evaluate.add_argument("--sample", type=_positive, metavar="N", help="N rows drawn at random")
    evaluate.add_argument(
        "--seed", type=_whole(0), default=0, help="of the sample and the intervals"
    )
    evaluate.add_argument(
        "--workers", type=_positive, default=1, metavar="N", help="questions asked at a time"
    )
    evaluate.add_argument("--restart", action="store_true", help="ask everything again")

    compare = subparsers.add_parser("compare", help="what changed between two runs of evaluate")
    compare.set_defaults(command=commands.run_compare)
    compare.add_argument("run_a", metavar="RUN_A", help="the folder of the run before")
    compare.add_argument("run_b", metavar="RUN_B", help="the folder of the run after")
    compare.add_argument("--html", type=Path, metavar="FILE", help="write a report as well")
    compare.add_argument("--seed", type=_whole(0), default=0, help="of the tests and the intervals")
    compare.add_argument(
        "--fail-under",
        action="append",
        metavar="METRIC=VALUE",
        help="exit with 1 where a metric of RUN_B is below",
    )
    compare.add_argument(
        "--fail-on-regression", action="store_true", help="exit with 1 where RUN_B is worse"
    )

    chat = subparsers.add_parser("chat", help="serve the chat page")
    chat.set_defaults(command=commands.run_chat)
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
    for searching in (search, ask, evaluate, chat):
        searching.add_argument(
            "--reranker", metavar="NAME", help="a CrossEncoder that orders the passages found"
        )

    feedback = command(
        "feedback", commands.run_feedback, "readers' verdicts as question rows (JSONL)"
    )
    feedback.add_argument(
        "--out", type=Path, metavar="FILE", help="where they go (default: the output)"
    )

    mcp = command("mcp", commands.run_mcp, "serve tools to programs (Model Context Protocol)")
    mcp.add_argument("--http", action="store_true", help="over HTTP rather than stdio")
    mcp.add_argument(
        "--host", default="127.0.0.1", type=_loopback, help="for --http, an address of this machine"
    )
    mcp.add_argument(
        "--port", type=_whole(1, 65_535), default=7861, help="for --http (default: 7861)"
    )

    chat.add_argument(
        "--auth",
        action="append",
        metavar="USER:PASSWORD",
        help="ask for a name and a password (default: the lines of $NEWSDESK_AUTH)",
    )
    chat.add_argument(
        "--rate",
        type=_positive,
        metavar="N",
        help="most questions of a visitor a minute (default: 20 where strangers may come)",
    )

    info = command("info", commands.run_info, "what the index holds")
    info.add_argument("--json", action="store_true", help="as JSON")
    command("check", commands.run_check, "look for damage in the index")
    return parser


if __name__ == "__main__":
    sys.exit(main())
