"""Who may import whom. The contracts stand in pyproject.toml; here they are kept."""

from __future__ import annotations

import subprocess
import sys
from importlib.metadata import packages_distributions

from tests.architecture.reading import ROOT


def test_import_contracts_are_kept():
    command = "from importlinter.cli import lint_imports_command; lint_imports_command()"

    done = subprocess.run(
        [sys.executable, "-c", command, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stdout + done.stderr


def test_exactly_one_distribution_owns_django_fsm():
    """django-fsm and django-fsm-2 put their files in the same place, and the last one installed wins silently."""
    assert packages_distributions()["django_fsm"] == ["django-fsm-2"]
