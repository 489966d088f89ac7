"""The course's models, one module a family: pure functions in standard notation, no plotting."""
