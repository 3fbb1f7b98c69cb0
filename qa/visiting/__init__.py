"""What readers ask, keep and bring: shared by the page and by programs."""
