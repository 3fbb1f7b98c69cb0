"""txtai: hybrid index (dense and BM25) over passages that were cut before."""

from typing import Any

from measured import FOUND, MODEL, Build, Fill, Rows, Search, run


def start() -> tuple[Build, Fill]:
    from txtai import Embeddings

    embeddings = Embeddings(path=MODEL, hybrid=True, gpu=False)

    def build(passages: Rows) -> Search:
        return searching(embeddings, passages)

    def fill(passages: Rows, vectors: Any) -> Search:
        ready = {row["text"]: vector for row, vector in zip(passages, vectors, strict=True)}

        def vectors_of(texts: list[str]) -> Any:
            known = [ready.get(text) for text in texts]
            return embeddings.batchtransform(texts) if any(v is None for v in known) else known

        return searching(
            Embeddings(method="external", transform=vectors_of, hybrid=True, gpu=False), passages
        )

    def searching(index: Embeddings, passages: Rows) -> Search:
        index.index([(place, row["text"], None) for place, row in enumerate(passages)])

        def search(question: str) -> list[str]:
            return [passages[int(place)]["article"] for place, _ in index.search(question, FOUND)]

        search.many = lambda questions: index.batchsearch(questions, FOUND)  # type: ignore[attr-defined]
        return search

    return build, fill


if __name__ == "__main__":
    run(
        start,
        ["txtai", "faiss-cpu", "torch"],
        "hybrid, the passages that Newsdesk embeds",
        reads="passages",
    )
