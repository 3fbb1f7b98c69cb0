"""LlamaIndex: VectorStoreIndex as its documentation begins, with the same encoder."""

from typing import Any

from measured import FOUND, MODEL, Build, Fill, Rows, Search, run


def start() -> tuple[Build, Fill]:
    from llama_index.core import Document, Settings, VectorStoreIndex
    from llama_index.core.node_parser import SentenceSplitter
    from llama_index.core.schema import TextNode
    from llama_index.embeddings.huggingface import HuggingFaceEmbedding

    Settings.embed_model = HuggingFaceEmbedding(model_name=MODEL, device="cpu", embed_batch_size=32)
    splitter = SentenceSplitter(chunk_size=256, chunk_overlap=20)

    def build(articles: Rows) -> Search:
        documents = [
            Document(text=f"{row['title']}\n{row['text']}", metadata={"article": row["id"]})
            for row in articles
        ]
        for document in documents:
            document.excluded_embed_metadata_keys = ["article"]
        return searching(VectorStoreIndex.from_documents(documents, transformations=[splitter]))

    def fill(passages: Rows, vectors: Any) -> Search:
        return searching(
            VectorStoreIndex(
                [
                    TextNode(
                        text=row["text"],
                        metadata={"article": row["article"]},
                        embedding=vector.tolist(),
                    )
                    for row, vector in zip(passages, vectors, strict=True)
                ]
            )
        )

    def searching(index: VectorStoreIndex) -> Search:
        retriever = index.as_retriever(similarity_top_k=FOUND)
        return lambda question: [
            node.node.metadata["article"] for node in retriever.retrieve(question)
        ]

    return build, fill


if __name__ == "__main__":
    run(
        start,
        ["llama-index-core", "llama-index-embeddings-huggingface", "torch"],
        "VectorStoreIndex in memory, SentenceSplitter of 256 tokens with 20 overlapping",
    )
