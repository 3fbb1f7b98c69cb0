"""The development questions, asked and measured; `make evaluate` runs it.

Real articles and questions are found through $NEWSDESK_DATA and stay there. The index is
made once in evaluation/ and then brought up to date; the figures, and nothing of the
articles, go to benchmarks/results/ with the commit, the command and the machine.
"""

import argparse
import sys
from pathlib import Path

from corpus.read import read_all
from index.build import build
from qa import Assistant
from qa.batch.figures import to_json
from qa.batch.progress import BuildProgress
from qa.evaluate import evaluate
from real_news import DEVELOPMENT, located
from results import write_result


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--set", default=DEVELOPMENT, help="folder below $NEWSDESK_DATA (default: %(default)s)"
    )
    parser.add_argument("--limit", type=int, help="only the first so many questions")
    parser.add_argument("--build-only", action="store_true", help="make the index, ask nothing")
    options = parser.parse_args()
    data = located(options.set)
    out = Path("evaluation") / options.set
    progress = BuildProgress([str(data / "articles.jsonl.gz")], sys.stderr)
    summary = build(
        out / "index", read_all([data / "articles.jsonl.gz"]), prune=True, progress=progress.show
    )
    progress.end()
    if options.build_only:
        return 0
    with Assistant.open(out / "index") as desk:
        done = evaluate(desk, [data / "questions.jsonl"], out / "run", limit=options.limit)
    print(done.summary())
    print(
        write_result(
            f"evaluate-{options.set}",
            {
                "build": {
                    "articles": summary.added + summary.changed + summary.unchanged,
                    "embedded_now": summary.added + summary.changed,
                    "rejected": summary.rejected,
                    "seconds": round(summary.seconds, 1),
                },
                "questions": done.asked,
                "metrics": to_json(done.metrics),
            },
        )
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
