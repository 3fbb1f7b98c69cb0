"""What a follow-up leaves unsaid, and where the conversation says it."""
