"""How well the support check tells sentences that their source carries from those it does not.

    python benchmarks/support_pairs.py [--failures] [--keep]

The pairs in tests/support_pairs.jsonl were written over the sample articles: true sentences,
most of them in other words, and false ones of seven kinds. The passage that is cited is the
one that an index would hold, found by the words in ``cites``. Rules and thresholds were
chosen on the part ``develop`` alone; the articles of ``measure`` are about other stories.
A sentence counts as kept where the verdict is quoted or supported, and as caught else.
"""

import argparse
from collections import defaultdict
from pathlib import Path
from typing import Any

from corpus import SAMPLES
from corpus.article import Article
from corpus.passages import cut
from corpus.read import read_all
from index.encoder import load_encoder
from index.types import Encoder, Hit
from qa.checking.check import Checker, Verdict
from real_news import rows_of
from results import write_result

PAIRS = Path(__file__).parent.parent / "tests" / "support_pairs.jsonl"


def verdicts(pairs: list[dict[str, Any]], encoder: Encoder) -> list[Verdict]:
    """The verdict on each pair; every passage is read once."""
    articles = {item.id: item for item in read_all([SAMPLES]) if isinstance(item, Article)}
    passages = {
        name: cut(item, encoder.count, encoder.max_tokens) for name, item in articles.items()
    }
    checker = Checker(encoder, articles.get)
    found = []
    for pair in pairs:
        article = articles[pair["article"]]
        place = article.text.index(pair["cites"])
        cited = next(each for each in passages[article.id] if each.start <= place < each.end)
        hit = Hit(cited, article.title, article.source, 1.0, 1)
        found.append(checker.check(pair["claim"], checker.read([hit])))
    return found


def table(pairs: list[dict[str, Any]], found: list[Verdict]) -> dict[str, Any]:
    """Right verdicts by part and kind, with how many were struck as unsupported."""
    rows: dict[str, dict[str, dict[str, Any]]] = defaultdict(dict)
    for part in ("develop", "measure"):
        groups: dict[str, list[tuple[bool, Verdict]]] = defaultdict(list)
        for pair, verdict in zip(pairs, found, strict=True):
            if pair["part"] == part:
                true = pair["kind"] == "true"
                groups[pair["kind"]].append((true, verdict))
                if not true:
                    groups["all false"].append((true, verdict))
        for kind, members in groups.items():
            rows[part][kind] = {
                "n": len(members),
                "right": sum(verdict.holds == true for true, verdict in members),
                "share": round(
                    sum(verdict.holds == true for true, verdict in members) / len(members), 3
                ),
                "weak": sum(verdict.support == "weak" for _, verdict in members),
                "unsupported": sum(verdict.support == "unsupported" for _, verdict in members),
            }
    return dict(rows)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--failures", action="store_true", help="list wrong verdicts of develop")
    parser.add_argument("--keep", action="store_true", help="write the table to results/")
    parser.add_argument("--part", choices=("develop", "measure"), help="only this part")
    options = parser.parse_args()
    pairs = [pair for pair in rows_of(PAIRS) if options.part in (None, pair["part"])]
    found = verdicts(pairs, load_encoder())
    rows = table(pairs, found)
    for part, kinds in rows.items():
        print(f"{part}\n  {'kind':10} {'n':>4} {'right':>6} {'share':>6} {'weak':>5} {'struck':>7}")
        for kind, row in kinds.items():
            print(
                f"  {kind:10} {row['n']:4} {row['right']:6} {row['share']:6.3f} "
                f"{row['weak']:5} {row['unsupported']:7}"
            )
    if options.failures:
        for pair, verdict in zip(pairs, found, strict=True):
            if pair["part"] == "develop" and verdict.holds != (pair["kind"] == "true"):
                print(f"{pair['kind']:9} {verdict.support:12} {pair['claim']}  <{verdict.problem}>")
                print(f"{'':23} {pair['article']}: {pair['cites']}")
    if options.keep:
        print(write_result("support-pairs", {"pairs": rows}))


if __name__ == "__main__":
    main()
