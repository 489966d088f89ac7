"""The student edition: what is in it, and that nothing else is."""
