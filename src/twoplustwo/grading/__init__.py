"""Grading: collect, run apart, score, and tell students and instructors what came of it."""
