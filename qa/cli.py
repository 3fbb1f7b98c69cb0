"""The command ``newsdesk``: every way to use the project from a shell.

Exit codes: 0 done, also when some inputs were rejected; 1 the request failed, nothing could
be read, or another build is running (the message is on stderr); 2 wrong usage.
"""

import argparse
import json
import logging
import os
import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from corpus.article import parse_published, related_to_json
from corpus.errors import InputError, NewsdeskError, StoreError
from index.types import Filters, Hit
from qa.answer import Assistant, default_folder
from qa.progress import BuildProgress
from qa.types import Answer


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; gives its exit code."""
    options = _parser().parse_args(arguments)
    logging.basicConfig(level=logging.WARNING, format="newsdesk: %(message)s")
    command: Callable[[argparse.Namespace], int] = options.command
    try:
        return command(options)
    except NewsdeskError as error:
        print(f"newsdesk: {error}", file=sys.stderr)
        return 1
    except BrokenPipeError:
        # Whoever read the output has seen enough; nothing more may be written to it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        print("newsdesk: interrupted; what was done is kept", file=sys.stderr)
        return 130


def _build(options: argparse.Namespace) -> int:
    from corpus import SAMPLES
    from corpus.read import read_all
    from index.build import REJECTED_FILE, build
    from index.encoder import load_encoder
    from index.store import Store

    folder: Path = options.index
    sources: list[str] = options.sources
    if not sources and Store.exists(folder):
        with Store(folder) as store:
            if store.counts()["articles"] and store.about("samples") != "only":
                raise StoreError(
                    f"{folder}: holds articles of your own; name what to build, or name another "
                    "folder with --index for the sample articles"
                )
    progress = BuildProgress(sources or [str(SAMPLES)], sys.stderr)
    summary = build(
        folder,
        read_all(sources or [SAMPLES]),
        encoder=load_encoder(options.encoder) if options.encoder else None,
        prune=options.prune,
        wait=options.wait,
        about={"samples": "no" if sources else "only"},
        progress=progress.show,
    )
    progress.end()
    print(
        f"{folder}: {summary.added} added, {summary.changed} changed, "
        f"{summary.unchanged} unchanged, {summary.removed} removed, {summary.rejected} rejected "
        f"({summary.passages:,} passages, {summary.seconds:.1f} s)"
    )
    for rejected in summary.first_rejected:
        place = rejected.where if rejected.line is None else f"{rejected.where}:{rejected.line}"
        print(f"  rejected {place}: {rejected.reason}")
    if summary.rejected > len(summary.first_rejected):
        print(f"  and {summary.rejected - len(summary.first_rejected)} more")
    if summary.rejected:
        print(f"  all of them are listed in {folder / REJECTED_FILE}")
    return 0


def _show(options: argparse.Namespace) -> int:
    with Assistant.open(options.index) as desk:
        article = desk.article(options.article)
    if article is None:
        raise InputError(f"{options.article}: no such article in {options.index}")
    source = article.source
    if options.json:
        row = {
            "id": article.id,
            "title": article.title,
            "text": article.text,
            "url": source.url,
            "outlet": source.outlet,
            "published": source.published,
            "authors": list(source.authors),
            "related": [related_to_json(item) for item in source.related],
        }
        print(json.dumps(row, ensure_ascii=False))
        return 0
    print(article.title)
    print(" · ".join(filter(None, (source.outlet, source.published, ", ".join(source.authors)))))
    if source.url:
        print(source.url)
    print(f"\n{article.text}")
    if source.related:
        print("\nRelated sources:")
        for item in source.related:
            print(f"  {item.title}" + (f" <{item.url}>" if item.url else ""))
    return 0


def _remove(options: argparse.Namespace) -> int:
    from index.build import remove

    missing = remove(options.index, options.articles, wait=options.wait)
    removed = len(set(options.articles)) - len(missing)
    print(f"{options.index}: {removed} removed")
    if missing:
        raise InputError(f"no such article: {', '.join(missing)}")
    return 0


def _search(options: argparse.Namespace) -> int:
    with Assistant.open(options.index) as desk:
        for hit in desk.index.search(options.question, options.k, _filters(options)):
            if options.json:
                print(json.dumps(_hit_to_dict(hit), ensure_ascii=False))
                continue
            source = hit.source
            about = " · ".join(filter(None, (source.outlet, source.published)))
            print(f"{hit.rank:3}. {hit.title}  ({about}) {hit.passage.article_id}")
            print("     " + " ".join(hit.passage.text.split())[:240])
            if options.explain:
                parts = ", ".join(f"{name} {part:.4f}" for name, part in hit.parts.items())
                print(f"     score {hit.score:.4f}: {parts}")
    return 0


def _ask(options: argparse.Namespace) -> int:
    with Assistant.open(options.index) as desk:
        answer = desk.ask(options.question, filters=_filters(options))
    if options.json:
        print(json.dumps(answer.to_dict(), ensure_ascii=False))
    else:
        _print_answer(answer)
    return 0


def _print_answer(answer: Answer) -> None:
    print(answer.text)
    shown: set[int] = set()
    if answer.citations:
        print()
    for citation in answer.citations:
        if citation.number not in shown:
            shown.add(citation.number)
            source = citation.source
            print(
                f"[{citation.number}] "
                + ", ".join(
                    filter(None, (citation.title, source.outlet, source.published, source.url))
                )
            )
    if not answer.answered:
        for hit in answer.hits[:3]:
            about = ", ".join(filter(None, (hit.title, hit.source.outlet, hit.source.published)))
            print(f"  - {about}")


def _evaluate(options: argparse.Namespace) -> int:
    from qa.evaluate import evaluate

    with Assistant.open(options.index) as desk:
        done = evaluate(
            desk,
            options.questions,
            options.out,
            limit=options.limit,
            sample=options.sample,
            seed=options.seed,
            workers=options.workers,
            restart=options.restart,
        )
    print(done.summary())
    return 0


def _compare(options: argparse.Namespace) -> int:
    from qa.compare import compare, fail_on_regression, fail_under
    from qa.report.comparison import write_comparison

    comparison = compare(options.run_a, options.run_b, seed=options.seed)
    print(comparison.to_text())
    if options.html:
        write_comparison(comparison, options.html)
        print(f"report: {options.html}")
    failed = fail_under(options.run_b, options.fail_under or [])
    if options.fail_on_regression:
        failed += fail_on_regression(comparison)
    for line in failed:
        print(f"newsdesk: {line}", file=sys.stderr)
    return 1 if failed else 0


def _chat(options: argparse.Namespace) -> int:
    from qa.chat import serve

    serve(options.index, share=options.share)
    return 0


def _info(options: argparse.Namespace) -> int:
    from index.store import Store

    with Store(options.index) as store:
        days = store.days()
        facts: dict[str, Any] = {
            "index": str(options.index),
            **store.counts(),
            "first_day": days[0] if days else None,
            "last_day": days[1] if days else None,
            "outlets": {name or "(none)": count for name, count in store.outlets()},
            "encoder": store.about("encoder"),
            "generation": store.generation,
            "bytes": sum(f.stat().st_size for f in options.index.rglob("*") if f.is_file()),
        }
    if options.json:
        print(json.dumps(facts, ensure_ascii=False))
        return 0
    for name, value in facts.items():
        if isinstance(value, dict):
            value = ", ".join(f"{outlet} {count}" for outlet, count in list(value.items())[:10])
        print(f"{name.replace('_', ' '):12} {value}")
    return 0


def _check(options: argparse.Namespace) -> int:
    from index.derived import problems
    from index.store import Store

    with Store(options.index) as store, store.snapshot():
        found = [*store.problems(), *problems(options.index, store)]
        counts = store.counts()
    for problem in found:
        print(problem)
    if found:
        raise StoreError(f"{options.index}: {len(found)} problems")
    print(
        f"{options.index}: {counts['articles']} articles, {counts['passages']} passages, all well"
    )
    return 0


def _hit_to_dict(hit: Hit) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "rank": hit.rank,
        "score": round(hit.score, 6),
        "article_id": hit.passage.article_id,
        "title": hit.title,
        "outlet": hit.source.outlet,
        "url": hit.source.url,
        "published": hit.source.published,
        "start": hit.passage.start,
        "end": hit.passage.end,
        "text": hit.passage.text,
    }
    return fields | {"copies": list(hit.copies)} if hit.copies else fields


def _filters(options: argparse.Namespace) -> Filters:
    return Filters(
        since=options.since,
        until=options.until,
        outlets=frozenset(options.outlet or ()),
        as_of=getattr(options, "as_of", None),
    )


def _day(value: str) -> date:
    try:
        return date.fromisoformat(parse_published(value)[:10])
    except InputError as error:
        raise argparse.ArgumentTypeError(
            f"{value!r} is not a day; write it as 2023-01-05"
        ) from error


def _positive(value: str) -> int:
    try:
        number = int(value)
    except ValueError:
        number = 0
    if number < 1:
        raise argparse.ArgumentTypeError(f"{value!r} is not a number from 1 up")
    return number


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="newsdesk", description="Answers from news articles, every sentence with its source."
    )
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")

    def command(
        name: str, function: Callable[[argparse.Namespace], int], text: str
    ) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=text, description=text)
        added.set_defaults(command=function)
        added.add_argument(
            "--index",
            type=Path,
            default=default_folder(),
            metavar="DIR",
            help="the index folder (default: $NEWSDESK_INDEX, else ./.newsdesk)",
        )
        return added

    build = command("build", _build, "read articles and bring the index up to date")
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

    show = command("show", _show, "print an article")
    show.add_argument("article", metavar="ARTICLE", help="its id")
    show.add_argument("--json", action="store_true", help="as one row of JSON")

    remove = command("remove", _remove, "remove articles from the index")
    remove.add_argument("articles", nargs="+", metavar="ARTICLE", help="their ids")
    remove.add_argument("--wait", action="store_true", help="wait for another build to end")

    search = command("search", _search, "find passages")
    search.add_argument("question", metavar="QUESTION")
    search.add_argument("-k", type=_positive, default=10, help="how many passages (default: 10)")
    search.add_argument("--explain", action="store_true", help="what each ranking gave")

    ask = command("ask", _ask, "answer a question")
    ask.add_argument("question", metavar="QUESTION")
    for asking in (search, ask):
        asking.add_argument("--as-of", type=_day, metavar="D", help="as if it were this day")
        asking.add_argument("--since", type=_day, metavar="D", help="only what is not older")
        asking.add_argument("--until", type=_day, metavar="D", help="only what is not newer")
        asking.add_argument("--outlet", action="append", metavar="O", help="only this outlet")
        asking.add_argument("--json", action="store_true", help="as JSON")

    evaluate = command("evaluate", _evaluate, "answer questions from a file, and measure")
    evaluate.add_argument("questions", nargs="+", metavar="QUESTIONS", help="JSONL or CSV")
    evaluate.add_argument(
        "--out", type=Path, default=Path("evaluation"), metavar="DIR", help="where results go"
    )

    evaluate.add_argument("--limit", type=_positive, metavar="N", help="only the first N rows")
    evaluate.add_argument("--sample", type=_positive, metavar="N", help="N rows drawn at random")
    evaluate.add_argument("--seed", type=int, default=0, help="of the sample and the intervals")
    evaluate.add_argument(
        "--workers", type=_positive, default=1, metavar="N", help="questions asked at a time"
    )
    evaluate.add_argument("--restart", action="store_true", help="ask everything again")

    compare = commands.add_parser("compare", help="what changed between two runs of evaluate")
    compare.set_defaults(command=_compare)
    compare.add_argument("run_a", metavar="RUN_A", help="the folder of the run before")
    compare.add_argument("run_b", metavar="RUN_B", help="the folder of the run after")
    compare.add_argument("--html", type=Path, metavar="FILE", help="write a report as well")
    compare.add_argument("--seed", type=int, default=0, help="of the tests and the intervals")
    compare.add_argument(
        "--fail-under",
        action="append",
        metavar="METRIC=VALUE",
        help="exit with 1 where a metric of RUN_B is below",
    )
    compare.add_argument(
        "--fail-on-regression", action="store_true", help="exit with 1 where RUN_B is worse"
    )

    chat = command("chat", _chat, "serve the chat page")
    chat.add_argument("--share", action="store_true", help="also under a public link")

    info = command("info", _info, "what the index holds")
    info.add_argument("--json", action="store_true", help="as JSON")
    command("check", _check, "look for damage in the index")
    return parser


if __name__ == "__main__":
    sys.exit(main())
