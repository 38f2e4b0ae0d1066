"""What a wheel holds beside the files: the shipped knowledge in its compiled form."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CustomBuildHook(BuildHookInterface[Any]):
    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile the knowledge into a wheel. An editable one reads the folder as it is."""
        if version == "editable":
            return
        sys.path.insert(0, self.root)
        from chatbot.loading import compiled, files, loader

        made = loader.load(files.SHIPPED)
        data = files.pack(files.fingerprint(files.SHIPPED), made.digest, compiled.encode(made))
        path = Path(tempfile.mkdtemp()) / files.COMPILED
        path.write_bytes(data)
        build_data["force_include"][str(path)] = f"chatbot/knowledge/{files.COMPILED}"
