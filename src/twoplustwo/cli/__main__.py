"""``python -m twoplustwo.cli``."""

from twoplustwo.cli import main

main()
