"""What a wheel holds beside the files: the shipped knowledge in its stored form."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CustomBuildHook(BuildHookInterface[Any]):
    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Put the stored form of the knowledge into a wheel. An editable one reads the folder as it is."""
        if version == "editable":
            return
        sys.path.insert(0, self.root)
        from chatbot.loading.folders import SHIPPED
        from chatbot.loading.loader import load
        from chatbot.storing import cache, store

        path = Path(tempfile.mkdtemp()) / cache.PREPARED
        store.write(load(SHIPPED), cache.fingerprint(SHIPPED), path)
        build_data["force_include"][str(path)] = f"chatbot/knowledge/{cache.PREPARED}"
