"""The command line, from a checkout: `python cli.py ask "..."`."""

from chatbot.commands import main

raise SystemExit(main())
