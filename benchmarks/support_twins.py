"""How well the support check tells true sentences about real news from their false twins.

    python benchmarks/support_twins.py INDEX

support_twins.jsonl has sentences that were written over passages of the year's articles, freely and
in other words, and of each the same with one thing changed, so that its passage no longer carries
it; a passage is named by its article and where it begins. INDEX is one of these articles. Of the
part that is held back no rule was made. Twins alone are as hard as can be: whatever a sentence and
its source have in common, the twin has as well.
"""

import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

from corpus.article import Article
from corpus.passages import Passage
from index.encoder import load_encoder
from index.store import Store
from index.types import Hit
from qa.checking.check import Checker
from real_news import folders, rows_of
from results import write_result

TWINS = Path(__file__).with_suffix(".jsonl")


def main(index_folder: str) -> int:
    rows = rows_of(TWINS, "held")
    passages = _passages(Path(index_folder), {(row["article"], row["start"]) for row in rows})
    articles = {article.id: article for article, _ in passages.values()}
    checker = Checker(load_encoder(), articles.get)
    held: dict[str, list[bool]] = defaultdict(list)
    for row in rows:
        article, passage = passages[row["article"], row["start"]]
        cited = checker.read([Hit(passage, article.title, article.source, 1.0, 1)])
        held["true"].append(checker.check(row["true"], cited).holds)
        for twin in row["false"]:
            holds = checker.check(twin["claim"], cited).holds
            held[twin["kind"]].append(holds)
            held["all false"].append(holds)
    table = {kind: _row(kind == "true", found) for kind, found in held.items()}
    for kind, figures in table.items():
        print(kind, figures)
    print(write_result("support-twins-held", {"kinds": table}))
    return 0


def _row(is_true: bool, holds: list[bool]) -> dict[str, Any]:
    right = sum(each is is_true for each in holds)
    return {"n": len(holds), "right": right, "share": round(right / len(holds), 3)}


def _passages(
    index_folder: Path, wanted: set[tuple[str, int]]
) -> dict[tuple[str, int], tuple[Article, Passage]]:
    with Store(index_folder) as store:
        return {
            (article.id, passage.start): (article, passage)
            for _, article, passages in store.articles_with_passages()
            for _, passage in passages
            if (article.id, passage.start) in wanted
        }


if __name__ == "__main__":
    sys.exit(main(*folders(__doc__, "INDEX")))
