"""Newsdesk: build, then search with every ranking."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from measured import FOLDER, FOUND, Build, Fill, Rows, Search, run


def start() -> tuple[Build, Fill]:
    from corpus.read import read_all
    from index.build import build as build_index
    from index.encoder import load_encoder
    from index.search import Index

    encoder = load_encoder()

    def build(_: Rows) -> Search:
        # Kept for as long as the process lives; it is removed at its end.
        folder = TemporaryDirectory(prefix="newsdesk-bench-")
        build_index(Path(folder.name), read_all([FOLDER / "articles.jsonl"]), encoder=encoder)
        search = searching(Path(folder.name))
        search.folder = folder  # type: ignore[attr-defined]
        return search

    def fill(*_: Any) -> Search:
        return searching(FOLDER / "index")  # from which the others' passages and vectors are

    def searching(folder: Path) -> Search:
        index = Index(folder, encoder)
        index.warm_up()

        def search(question: str) -> list[str]:
            return [hit.passage.article_id for hit in index.search(question, FOUND)]

        search.many = lambda questions: index.search_many(questions, FOUND)  # type: ignore[attr-defined]
        return search

    return build, fill


if __name__ == "__main__":
    run(
        start,
        ["newsdesk", "openvino", "faiss-cpu"],
        "as it comes: vectors, BM25 over passages and articles, near-copies; reading, SQLite and "
        "all files included",
    )
