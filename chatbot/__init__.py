"""Questions about Canada's Global Innovation Clusters, answered from a curated knowledge base.

Import from here only; the modules below may move.
"""

TYPE_CHECKING = False  # what `typing` calls so takes as long to import as a question takes to answer
if TYPE_CHECKING:
    from chatbot.bot import ChatBot, Session, answer
    from chatbot.knowledge import Source
    from chatbot.problem import KnowledgeError, Problem
    from chatbot.reply import Option, Reply, Status

__all__ = ["ChatBot", "KnowledgeError", "Option", "Problem", "Reply", "Session", "Source", "Status", "answer"]
__version__ = "0.1.0"

_HOMES = {"KnowledgeError": "problem", "Problem": "problem", "Source": "knowledge"} | dict.fromkeys(
    ("Option", "Reply", "Status"), "reply"
)


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module 'chatbot' has no attribute '{name}'")
    from importlib import import_module

    found = globals()[name] = getattr(import_module(f"chatbot.{_HOMES.get(name, 'bot')}"), name)
    return found
