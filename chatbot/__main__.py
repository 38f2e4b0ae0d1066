"""`python -m chatbot`: the command line."""

from chatbot.commands import main

raise SystemExit(main())
