"""What each command of ``newsdesk`` does; each gives its exit code.

Whatever only one command needs is imported there, so that the others start at once.
"""

import argparse
import json
import sys
from itertools import chain
from pathlib import Path
from typing import Any

from corpus.errors import InputError, StoreError
from index.types import Filters
from qa.answer import Assistant
from qa.printed import answer_lines, article_lines, hit_lines
from qa.settings import load_settings
from qa.visiting.rows import article_to_row, hit_to_row


def run_build(options: argparse.Namespace) -> int:
    """Bring the index up to date."""
    from corpus import SAMPLES
    from corpus.read import read_all
    from index.build import build
    from index.building.rejections import REJECTED_FILE
    from index.encoder import load_encoder
    from index.store import Store
    from qa.batch.progress import BuildProgress

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
    if options.prune and summary.unread:
        print(
            f"  nothing was pruned: {summary.unread.where} could not be read, and may hold what is "
            "in the index; build again when it can be, or without it"
        )
    for rejected in summary.first_rejected:
        place = rejected.where if rejected.line is None else f"{rejected.where}:{rejected.line}"
        print(f"  rejected {place}: {rejected.reason}")
    if summary.rejected > len(summary.first_rejected):
        print(f"  and {summary.rejected - len(summary.first_rejected)} more")
    if summary.rejected:
        print(f"  all of them are listed in {folder / REJECTED_FILE}")
    return 0


def run_show(options: argparse.Namespace) -> int:
    """Print an article."""
    with Assistant.open(options.index) as desk:
        article = desk.article(options.article)
    if article is None:
        raise InputError(f"{options.article}: no such article in {options.index}")
    if options.json:
        print(json.dumps(article_to_row(article), ensure_ascii=False))
    else:
        print(*article_lines(article), sep="\n")
    return 0


def run_remove(options: argparse.Namespace) -> int:
    """Remove articles."""
    from index.build import remove

    missing = remove(options.index, options.articles, wait=options.wait)
    removed = len(set(options.articles)) - len(missing)
    print(f"{options.index}: {removed} removed")
    if missing:
        raise InputError(f"no such article: {', '.join(missing)}")
    return 0


def run_backup(options: argparse.Namespace) -> int:
    """Write the index to one file."""
    from index.backup import backup

    counts = backup(options.index, options.file)
    print(f"{options.file}: {counts['articles']} articles, {counts['passages']} passages")
    return 0


def run_restore(options: argparse.Namespace) -> int:
    """Make an index from a backup."""
    from index.backup import restore

    counts = restore(options.file, options.index)
    print(f"{options.index}: {counts['articles']} articles, {counts['passages']} passages")
    return 0


def run_search(options: argparse.Namespace) -> int:
    """Print the passages found."""
    filters = _filters(options)
    if options.questions:
        from qa.batch.searching import search_all

        with Assistant.open(options.index, options.reranker) as desk:
            search_all(desk, options.questions, options.k, filters)
        return 0
    with Assistant.open(options.index, options.reranker) as desk:
        question = desk.standing_alone(options.question)
        asked = desk.index.period(question, filters) if options.explain else None
        if asked and not options.json:
            print(f"“{asked.words}” is {asked}" + (" (only these)" if asked.published else ""))
        for hit in desk.index.search(question, options.k, filters):
            if options.json:
                print(json.dumps(hit_to_row(hit), ensure_ascii=False))
            else:
                print(*hit_lines(hit, explain=options.explain), sep="\n")
    return 0


def run_ask(options: argparse.Namespace) -> int:
    """Print an answer."""
    with Assistant.open(options.index, options.reranker) as desk:
        answer = desk.ask(options.question, filters=_filters(options))
    if options.json:
        print(json.dumps(answer.to_dict(), ensure_ascii=False))
    else:
        print(*answer_lines(answer), sep="\n")
    return 0


def run_replay(options: argparse.Namespace) -> int:
    """Ask the question of a kept answer again; 1 where the answer is another now."""
    from qa.replay import read_answer, replay

    row = read_answer(options.answer)
    with Assistant.open(options.index) as desk:
        done = replay(desk, row)
    print(done.to_text())
    return 0 if done.same else 1


def run_evaluate(options: argparse.Namespace) -> int:
    """Ask the questions of files, and measure."""
    from qa.evaluate import evaluate

    nli = load_settings().nli_model
    supports = None
    if nli:
        from qa.checking.entail import Entailment

        supports = Entailment(nli).supports
    with Assistant.open(options.index, options.reranker) as desk:
        done = evaluate(
            desk,
            options.questions,
            options.out,
            limit=options.limit,
            sample=options.sample,
            seed=options.seed,
            workers=options.workers,
            restart=options.restart,
            supports=supports,
        )
    print(done.summary())
    return 0


def run_compare(options: argparse.Namespace) -> int:
    """Print what changed between two runs."""
    from qa.batch.compare import compare, fail_on_regression, fail_under
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


def run_chat(options: argparse.Namespace) -> int:
    """Serve the chat page."""
    from qa.chat import serve
    from qa.chat.settings import parse_auth

    auth = parse_auth(options.auth)
    reranker = options.reranker
    serve(options.indexes, share=options.share, auth=auth, rate=options.rate, reranker=reranker)
    return 0


def run_feedback(options: argparse.Namespace) -> int:
    """Print readers' verdicts as question rows, or write them to a file."""
    from index.feedback import kept
    from index.store import Store
    from qa.visiting.feedback import question_rows

    Store(options.index).close()  # which says so where there is no index
    rows = [json.dumps(row, ensure_ascii=False) for row in question_rows(kept(options.index))]
    text = "".join(f"{row}\n" for row in rows)
    if options.out is None:
        print(text, end="")
    else:
        try:
            options.out.write_text(text, encoding="utf-8")
        except OSError as error:
            raise InputError(f"{options.out}: cannot be written ({error.strerror})") from error
        print(f"{options.out}: {len(rows)} questions")
    return 0


def run_mcp(options: argparse.Namespace) -> int:
    """Serve the tools until interrupted: on stdin and stdout, or over HTTP."""
    from qa.mcp_server import mcp_server

    with Assistant.open(options.index) as desk:
        server = mcp_server(desk)
        if not options.http:
            server.run("stdio")
            return 0
        print(f"http://{options.host}:{options.port}/mcp", file=sys.stderr)
        server.run("streamable-http", host=options.host, port=options.port, stateless_http=True)
    return 0


def run_info(options: argparse.Namespace) -> int:
    """Print what the index holds."""
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
            "bytes": store.bytes,
        }
    if options.json:
        print(json.dumps(facts, ensure_ascii=False))
        return 0
    for name, value in facts.items():
        if value is None:  # an index without a dated article has no first day
            continue
        if isinstance(value, dict):
            value = ", ".join(f"{outlet} {count}" for outlet, count in list(value.items())[:10])
        print(f"{name.replace('_', ' '):12} {value}")
    return 0


def run_check(options: argparse.Namespace) -> int:
    """Look for damage."""
    from index.derived import problems
    from index.store import Store

    with Store(options.index) as store, store.snapshot():
        found = 0
        for problem in chain(store.problems(), problems(options.index, store)):
            print(problem)
            found += 1
        if found:
            raise StoreError(f"{options.index}: {found} problem{'s' * (found > 1)}")
        counts = store.counts()
    print(
        f"{options.index}: {counts['articles']} articles, {counts['passages']} passages, all well"
    )
    return 0


def _filters(options: argparse.Namespace) -> Filters:
    return Filters(
        since=options.since,
        until=options.until,
        outlets=frozenset(options.outlet or ()),
        as_of=getattr(options, "as_of", None),
    )
