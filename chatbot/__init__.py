"""Questions about Canada's Global Innovation Clusters, answered from a curated knowledge base.

Import from here only; the modules below may move.
"""

from chatbot.bot import ChatBot, Session, answer
from chatbot.knowledge import Source
from chatbot.problem import KnowledgeError, Problem
from chatbot.reply import Level, Option, Part, Reply, Status, Trace

__all__ = ["ChatBot", "KnowledgeError", "Level", "Option", "Part", "Problem", "Reply", "Session", "Source", "Status"]
__all__ += ["Trace", "answer"]
__version__ = "0.1.0"
