"""A journey as others read it: a drawing, and a page with its states, transitions and settings. Plain Python."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence
from xml.etree import ElementTree as ET

from workflow.journey import ANY_LIVE, Journey, Phase, Rung, State, Transition

SVG = "http://www.w3.org/2000/svg"
FONT = "'Atkinson Hyperlegible Next', Arial, sans-serif"
WIDTH = 22  # letters in a line of a label
ROOM = 1.2  # letters are laid out this much larger than they are shown: the reader's font may be a wide one
_ANYWHERE = "any live state"


def name_of(journey: type[Journey]) -> str:
    """What the files of an edition are called."""
    return f"{journey.code}-{journey.edition}"


# --------------------------------------------------------------------------------------------- the drawing


def dot(journey: type[Journey]) -> str:
    """The journey as a graph in the DOT language: boxes are states, arrows are transitions."""
    body = [
        'bgcolor="transparent" rankdir="TB" nodesep="0.5" ranksep="0.45"',
        'node [shape="box" style="rounded" fontname="Arial" fontsize="15.6" margin="0.18,0.1"]',
        'edge [fontname="Arial" fontsize="13.2" arrowsize="0.7"]',
        *(_node(state) for state in journey.states.values()),
        *_anywhere(journey),
        *(
            _edge(move, source)
            for move in journey.transitions.values()
            if move.sources is not ANY_LIVE
            for source in move.source_names(journey)
        ),
    ]
    return f"digraph {_quoted(name_of(journey))} {{\n" + "".join(f"  {line}\n" for line in body) + "}\n"


def _node(state: State) -> str:
    ends = ' peripheries="2"' if state.final else ""
    return (
        f"{_quoted(state.name)} [label={_label(state.label)} id={_quoted('state-' + state.name)}"
        f" class={_quoted(' '.join(['state', 'phase-' + state.phase.value]))}{ends}]"
    )


def _edge(move: Transition, source: str) -> str:
    return (
        f"{_quoted(source)} -> {_quoted(move.target.name)} [label={_label(move.label, beside=True)}"
        f' id={_quoted(f"move-{move.name}-{source}")} class="move"]'
    )


def _anywhere(journey: type[Journey]) -> Iterable[str]:
    moves = [move for move in journey.transitions.values() if move.sources is ANY_LIVE]
    if moves:
        yield f'{_quoted(_ANYWHERE)} [label="Any live state" id="any-live-state" class="any" style="rounded,dashed"]'
    for move in moves:
        yield (
            f"{_quoted(_ANYWHERE)} -> {_quoted(move.target.name)} [label={_label(move.label, beside=True)}"
            f' id={_quoted(f"move-{move.name}")} class="move" style="dashed"]'
        )


def _label(words: str, *, beside: bool = False) -> str:
    """The words in lines; ``beside`` an arrow they get spaces round them, which keep them off it."""
    space = "  " if beside else ""
    return _quoted("\n".join(space + line + space for line in textwrap.wrap(words, WIDTH)))


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def finished(svg: str, journey: type[Journey]) -> str:
    """The drawn graph made fit for a page: in the page's own colours, with words for those who do not see it."""
    ET.register_namespace("", SVG)
    root = ET.fromstring(svg)  # noqa: S314 - drawn by ourselves a moment ago
    name = name_of(journey)
    root.attrib = {
        "viewBox": root.attrib["viewBox"],
        "class": "journey-drawing",
        "role": "img",
        "aria-labelledby": f"title-{name} desc-{name}",
    }
    labels = {state.name: state.label for state in journey.states.values()}
    for group in root.iter(f"{{{SVG}}}g"):
        _retitle(group, labels)
    for shape in root.iter():
        _recolour(shape)
    title, description = (ET.Element(f"{{{SVG}}}{tag}", {"id": f"{tag}-{name}"}) for tag in ("title", "desc"))
    title.text = f"{journey.title}, {journey.edition}: the whole journey"
    description.text = in_a_sentence(journey)
    root.insert(0, title)
    root.insert(1, description)
    ET.indent(root, space=" ")
    return ET.tostring(root, encoding="unicode") + "\n"


def _retitle(group: ET.Element, labels: dict[str, str]) -> None:
    title = group.find(f"{{{SVG}}}title")
    if title is None:
        return
    if "node" in group.attrib.get("class", "").split() and title.text in labels:
        title.text = labels[title.text]
    else:
        group.remove(title)


def _recolour(shape: ET.Element) -> None:
    for kind in ("fill", "stroke"):
        if shape.attrib.get(kind) in ("black", "#000000"):
            shape.attrib[kind] = "currentColor"
    if shape.tag == f"{{{SVG}}}text":
        shape.attrib = {name: value for name, value in shape.attrib.items() if not name.endswith("}space")}
        size = float(shape.attrib.get("font-size", "15.6")) / ROOM
        shape.attrib.update({"font-family": FONT, "font-size": f"{size:g}", "fill": "currentColor"})
    elif shape.attrib.get("fill") == "none" and shape.attrib.get("stroke") == "transparent":
        shape.attrib["stroke"] = "none"


def marked(svg: str, state: str) -> str:
    """The drawing with one state marked: its group gets the class ``is-here``."""
    return svg.replace(f'id="state-{state}" class="', f'id="state-{state}" class="is-here ', 1)


def in_a_sentence(journey: type[Journey]) -> str:
    """Every state with where it leads, in words."""
    sentences = []
    for name, state in journey.states.items():
        targets = dict.fromkeys(
            journey.states[move.target.name].label
            for move in journey.leaving(name)
            if move.sources is not ANY_LIVE
        )
        sentences.append(f"{state.label}: {'leads to ' + ', '.join(targets) if targets else 'an end'}.")
    return " ".join(sentences)


# ------------------------------------------------------------------------------------------------ the page


def page(journey: type[Journey], *, drawing: str) -> str:
    """The journey as a page in Markdown. ``drawing`` is the address of its drawing, seen from the page."""
    parts = [
        f"# {journey.title}, edition {journey.edition}",
        f"Drawn from `{journey.__module__}`: change that file, then run `make docs`.",
        f"![{journey.title}: the whole journey]({drawing})",
        "## States",
        _table(
            ["State", "Outside it is called", "Phase", "Whose move", "What is asked", "Due", "Slow after"],
            [_row_of_state(state) for state in journey.states.values()],
        ),
        "## Transitions",
        _table(
            ["Transition", "From", "To", "Who", "Guards", "Effects", "Needs words"],
            [_row_of_transition(journey, move) for move in journey.transitions.values()],
        ),
    ]
    if rungs := [_row_of_rung(state, rung) for state in journey.states.values() for rung in state.reminders]:
        parts += [
            "## Reminders",
            _table(["State", "Rung", "Day", "To", "Mail, or what the office does"], rungs),
        ]
    if journey.brought_in:
        labels = ", ".join(journey.states[name].label for name in journey.brought_in.into_names)
        parts += ["## Bringing in", f"{journey.brought_in.by.label}, into: {labels}."]
    if journey.reopens:
        labels = ", ".join(journey.states[state.name].label for state in journey.reopens)
        parts += ["## Reopening", f"By the office, from: {labels}."]
    if waivable := _waivable(journey):
        parts += ["## Waivers", "The office may waive, once and with a reason: " + ", ".join(waivable) + "."]
    if journey.settings:
        rows = [(f"`{name}`", str(kept.value), kept.source) for name, kept in journey.settings.items()]
        parts += ["## Settings", _table(["Setting", "Value", "Source"], rows)]
    return "\n\n".join(parts) + "\n"


def _waivable(journey: type[Journey]) -> Sequence[str]:
    guards = [guard for move in journey.transitions.values() for guard in move.guards if guard.waivable]
    return list(dict.fromkeys(f"{guard.in_words} (`{guard.code}`)" for guard in guards))


def _row_of_state(state: State) -> Sequence[str]:
    marks = [
        word
        for word, holds in (("begins", state.initial), ("ends", state.final), ("retired", state.retired))
        if holds
    ]
    return (
        f"{state.label}{' (' + ', '.join(marks) + ')' if marks else ''}",
        state.outside if state.outside != state.label else "",
        Phase(state.phase).value,
        state.waits_for.label,
        state.asks,
        ", ".join(part for part in (state.due.in_words(), state.due.because) if part) if state.due else "",
        f"{state.allowance} days" if state.allowance else "",
    )


def _row_of_rung(state: State, rung: Rung) -> Sequence[str]:
    does = " ".join(part for part in (f"`{rung.template}`" if rung.template else "", rung.prompts) if part)
    return (state.label, rung.code, _day_of(rung), rung.to.label if rung.to else "The office", does)


def _day_of(rung: Rung) -> str:
    number = abs(rung.term_days)
    if not number:
        return "on the day"
    return (
        f"{number} {'day' if number == 1 else 'days'} of term {'before' if rung.term_days < 0 else 'after'}"
    )


def _row_of_transition(journey: type[Journey], move: Transition) -> Sequence[str]:
    sources = (
        ["any live state"]
        if move.sources is ANY_LIVE
        else [journey.states[name].label for name in move.source_names(journey)]
    )
    guards = (
        ["none: it records a fact"] if move.records_fact else [f"`{guard.code}`" for guard in move.guards]
    )
    effects = [f"`{effect.code}` ({effect.final or 'can be undone'})" for effect in move.effects]
    return (
        move.label,
        ", ".join(sources),
        journey.states[move.target.name].label,
        ", ".join(taker.label for taker in move.takers),
        ", ".join(guards),
        "; ".join(effects),
        move.note_label if move.needs_note else "",
    )


def _table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [headings, ["---"] * len(headings), *rows]
    return "\n".join("| " + " | ".join(_cell(cell) for cell in line) + " |" for line in lines)


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "\\|").split())
