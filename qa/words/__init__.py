"""What words are and mean, for every stage that reads them."""
