"""`python -m config.postgres start|stop|reset|url|status`."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from config import postgres

COMMANDS: dict[str, Callable[[], str | None]] = {
    "start": postgres.start,
    "stop": postgres.stop,
    "reset": postgres.reset,
    "url": postgres.url,
    "status": lambda: "running" if postgres.running() else "stopped",
}


def main(words: list[str]) -> int:
    if words[:1] != ["launch"] and (len(words) != 1 or words[0] not in COMMANDS):
        print(f"Usage: python -m config.postgres {'|'.join(COMMANDS)}", file=sys.stderr)
        return 2
    try:
        if words[0] == "launch":  # how Server starts what must outlive its starter
            postgres.Server(Path(words[1])).launch_and_watch()
            return 0
        answer = COMMANDS[words[0]]()
    except postgres.ServerUnavailable as problem:
        print(problem, file=sys.stderr)
        return 1
    if answer:
        print(answer)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
