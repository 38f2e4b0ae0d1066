"""Questions about Canada's Global Innovation Clusters, answered from a curated knowledge base.

Import from here only; the modules below may move.
"""

from chatbot.bot import ChatBot, Session, answer
from chatbot.knowledge import Source
from chatbot.problems import KnowledgeError, Problem
from chatbot.reply import Option, Reply, Status

__all__ = ["ChatBot", "KnowledgeError", "Option", "Problem", "Reply", "Session", "Source", "Status", "answer"]
__version__ = "0.1.0"
