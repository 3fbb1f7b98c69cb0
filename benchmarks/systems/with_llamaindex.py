"""LlamaIndex: VectorStoreIndex as its documentation begins, with the same encoder."""

from measured import FOUND, MODEL, Build, Rows, Search, run


def start() -> Build:
    from llama_index.core import Document, Settings, VectorStoreIndex
    from llama_index.core.node_parser import SentenceSplitter
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
        retriever = VectorStoreIndex.from_documents(
            documents, transformations=[splitter]
        ).as_retriever(similarity_top_k=FOUND)
        return lambda question: [
            node.node.metadata["article"] for node in retriever.retrieve(question)
        ]

    return build


if __name__ == "__main__":
    run(
        start,
        ["llama-index-core", "llama-index-embeddings-huggingface", "torch"],
        "VectorStoreIndex in memory, SentenceSplitter of 256 tokens with 20 overlapping",
    )
