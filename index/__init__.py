"""The index: articles, passages and vectors in SQLite, and the engines that search them."""
