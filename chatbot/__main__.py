"""`python -m chatbot`: the command line."""

from chatbot.channels.main import main

raise SystemExit(main())
