"""What finds passages by words and by vectors, in files made from the store."""
