"""The command line, from a checkout: `python cli.py ask "..."`."""

from chatbot.channels.main import main

raise SystemExit(main())
