"""What is read of the best passages, and the closer look at it."""
