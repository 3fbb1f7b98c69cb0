"""txtai: hybrid index (dense and BM25) over passages that were cut before."""

from measured import FOUND, MODEL, Build, Rows, Search, run


def start() -> Build:
    from txtai import Embeddings

    embeddings = Embeddings(path=MODEL, hybrid=True, gpu=False)

    def build(passages: Rows) -> Search:
        embeddings.index([(place, row["text"], None) for place, row in enumerate(passages)])
        return lambda question: [
            passages[int(place)]["article"] for place, _ in embeddings.search(question, FOUND)
        ]

    return build


if __name__ == "__main__":
    run(
        start,
        ["txtai", "faiss-cpu", "torch"],
        "hybrid, the passages that Newsdesk embeds",
        reads="passages",
    )
