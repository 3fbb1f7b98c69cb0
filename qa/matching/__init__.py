"""Which sentences tell what a question of a certain kind asks for."""
