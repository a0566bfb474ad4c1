"""The rules of the house, kept by machine: each was worth a sentence in CONTRIBUTING.md."""

from __future__ import annotations

import ast
import re
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.template import engines

from tests.architecture.reading import PACKAGES, ROOT, lines_with, modules, named

LONGEST = 300  # lines; what grows beyond becomes a package of the same name


def test_state_is_only_set_by_the_engine():
    doors = {Path("workflow") / name for name in ("state.py", "machine.py")}
    doors |= {path for path in modules("workflow") if path.parent == Path("workflow/services")}

    assert lines_with(r"^\s*([\w.]+,\s*)*[\w.]+\.state\s*=[^=]", set(modules()) - doors) == []


def test_views_ask_queries_and_services():
    assert lines_with(r"\.objects\b|_default_manager", named(["views"])) == []


def test_services_queries_and_guards_take_the_time():
    """What a worker runs is an edge of its own: a task may look at the clock."""
    asked = ["services", "queries", "guards", "facts", "effects", "refusals", "records"]

    assert [f"{path}:{line}" for path in named(asked) for line in _looks_at_the_clock(path)] == []


def _looks_at_the_clock(path: Path) -> list[int]:
    found: list[int] = []
    todo: list[ast.AST] = [ast.parse((ROOT / path).read_text())]
    while todo:
        node = todo.pop()
        if isinstance(node, ast.FunctionDef) and "task" in map(ast.unparse, node.decorator_list):
            continue
        if isinstance(node, ast.Call) and ast.unparse(node) in ("timezone.now()", "timezone.localdate()"):
            found.append(node.lineno)
        todo += ast.iter_child_nodes(node)
    return found


@pytest.mark.parametrize("path", modules(), ids=str)
def test_module_is_short(path):
    assert len((ROOT / path).read_text().splitlines()) <= LONGEST


@pytest.mark.parametrize("path", modules(), ids=str)
def test_module_reads_annotations_late(path):
    text = (ROOT / path).read_text()

    assert "def " not in text or "from __future__ import annotations" in text


def test_no_folder_of_odds_and_ends():
    odd = {"utils", "helpers", "common", "misc", "core"}

    assert [str(path) for path in modules() if odd & {path.stem, *path.parts}] == []


def test_engine_knows_nothing_of_the_business():
    assert lines_with(r"(?i)school|artsmark|arts council|teacher\b", modules("workflow")) == []


def test_no_signals_for_our_own_logic():
    """Reference data is brought in after Django's own migrations (post_migrate); Anymail tells of bounces by its signal."""
    assert lines_with(r"@receiver|(?<!post_migrate)(?<!tracking)\.connect\(", modules()) == []


@pytest.mark.parametrize("path", named(["services"]), ids=str)
def test_service_takes_its_subject_first_and_the_rest_by_name(path):
    """At most two things by place: the subject, and what is done to it."""
    tree = ast.parse((ROOT / path).read_text())
    public = [
        node for node in tree.body if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
    ]

    assert [node.name for node in public if len(node.args.args) > 2] == []


def test_models_are_as_their_migrations_say(db):
    call_command("makemigrations", check=True, dry_run=True, stdout=StringIO())


@pytest.mark.parametrize(
    "name", sorted(str(path.relative_to(ROOT / "templates")) for path in (ROOT / "templates").rglob("*.*ml"))
)
def test_template_compiles(name):
    assert engines["django"].get_template(name) is not None


@pytest.mark.parametrize(
    "path",
    sorted((ROOT / "templates").rglob("*.html")),
    ids=lambda path: str(path.relative_to(ROOT / "templates")),
)
def test_template_has_no_style_or_script_of_its_own(path):
    """The pages' rule for content allows none. (Certificates are paper: WeasyPrint reads them, no browser.)"""
    if "certificates/pdf" in path.as_posix():
        return
    text = re.sub(r"{[%#].*?[%#]}", "", path.read_text(), flags=re.DOTALL)
    assert [word for word in ("<style", " style=", "<script>", "onclick=", "onsubmit=") if word in text] == []


def test_readme_names_every_package():
    readme = (ROOT / "README.md").read_text()

    assert [package for package in PACKAGES if f"{package}/" not in readme] == []


def test_suppressions_carry_a_reason():
    bare = r"#\s*(noqa(?!: [A-Z0-9, ]+ - )|type: ignore(?!\[[a-z, -]+\]\s+# ))"

    assert lines_with(bare, modules()) == []
