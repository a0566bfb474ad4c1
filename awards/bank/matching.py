"""Which invoice a line of the bank pays: by the invoice's number; otherwise a guess for a person to look at."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import Q

from awards.bank.lines import Receipt
from awards.invoices.queries import left_of, with_sums
from awards.models import Invoice, Payment
from awards.register.names import searchable

_SAYS_SO = re.compile(r"INV(?:OICE)?(?:[^A-Z0-9]|NO\b|NUMBER\b)*(20\d\d)[^A-Z0-9]*(\d{1,5})(?!\d)")
_MAY_MEAN = re.compile(r"(?<!\d)(20\d\d)[^A-Z0-9]{0,2}(\d{4})(?!\d)")
_NEAREST = 5  # invoices to choose from
_HALF = 0.5  # of a name's words
_TELLING = 4  # letters of a word that says something
_SHARED = 40  # invoices with a word in their names: beyond that it tells none from another


@dataclass(frozen=True)
class Found:
    """What a line may pay. ``named``: its number stands in the text; ``guessed``: by a number in doubt, or by name."""

    named: tuple[Invoice, ...] = ()
    guessed: tuple[Invoice, ...] = ()
    unknown: tuple[str, ...] = ()


@dataclass
class Books:
    """What is known of the invoices and payments that the lines of one statement may touch: three queries in all."""

    recorded: Mapping[str, str] = field(default_factory=dict)
    by_number: Mapping[str, Invoice] = field(default_factory=dict)
    owing: Sequence[Invoice] = ()
    _words: dict[str, list[Invoice]] = field(default_factory=lambda: defaultdict(list))
    _names: dict[int, list[frozenset[str]]] = field(default_factory=dict)
    _guesses: dict[frozenset[str], list[tuple[Invoice, float]]] = field(default_factory=dict)

    @classmethod
    def of(cls, receipts: Sequence[Receipt], *, chosen: Iterable[str]) -> Books:
        """``chosen``: numbers of invoices that a person named."""
        recorded = Payment.objects.filter(statement_line__in=[it.digest for it in receipts])
        wanted = {number for it in receipts for number in (*says(it.text), *may_mean(it.text))} | set(chosen)
        invoices = list(
            with_sums(Invoice.objects.filter(Q(state__in=Invoice.OWING) | Q(number__in=wanted)))
            .select_related("application__run", "replaced_by")
            .order_by("due_on", "pk")
        )
        books = cls(
            recorded={
                str(line): number
                for line, number in recorded.values_list("statement_line", "invoice__number")
            },
            by_number={invoice.number: invoice for invoice in invoices},
            owing=[invoice for invoice in invoices if invoice.state in Invoice.OWING],
        )
        for invoice in books.owing:
            names = books._names[invoice.pk] = _names_of(invoice)
            for word in {word for name in names for word in name if len(word) >= _TELLING}:
                books._words[word].append(invoice)
        return books

    def find(self, receipt: Receipt) -> Found:
        """The invoices that the line names, or else those that it may mean: the same amount first."""
        numbers = says(receipt.text)
        named = [self.by_number[number] for number in numbers if number in self.by_number]
        if named:
            return Found(named=tuple(named))
        guessed = [self.by_number[number] for number in may_mean(receipt.text) if number in self.by_number]
        guessed += [invoice for invoice in self._by_name(receipt) if invoice not in guessed]
        return Found(guessed=tuple(guessed[:_NEAREST]), unknown=tuple(numbers))

    def _by_name(self, receipt: Receipt) -> list[Invoice]:
        said = frozenset(searchable(receipt.text).split())
        if said not in self._guesses:
            self._guesses[said] = self._called_like(said)
        alike = self._guesses[said]
        order = sorted(
            alike, key=lambda it: (left_of(it[0]) != receipt.amount, -it[1], it[0].due_on, it[0].pk)
        )
        return [invoice for invoice, _ in order]

    def _called_like(self, said: frozenset[str]) -> list[tuple[Invoice, float]]:
        """Invoices of which half of a name's words were said, and how much of it. Words that most share tell nothing."""
        found: dict[int, tuple[Invoice, float]] = {}
        for word in said:
            holders = self._words.get(word, ())
            for invoice in holders if len(holders) <= _SHARED else ():
                likeness = max(len(said & name) / len(name) for name in self._names[invoice.pk])
                if likeness >= _HALF:
                    found[invoice.pk] = (invoice, likeness)
        return list(found.values())


def says(text: str) -> list[str]:
    """The numbers of invoices in a text, as we write them: "inv 2026 0012" is INV-2026-0012."""
    return _numbers(_SAYS_SO, text)


def may_mean(text: str) -> list[str]:
    """What may be the number of an invoice without its letters: "2026-0012", "20260012"."""
    return _numbers(_MAY_MEAN, text)


def _numbers(pattern: re.Pattern[str], text: str) -> list[str]:
    found = [f"INV-{year}-{int(serial):04d}" for year, serial in pattern.findall(text.upper())]
    return list(dict.fromkeys(found))


def _names_of(invoice: Invoice) -> list[frozenset[str]]:
    names = (invoice.application.run.label, invoice.billed_to)
    return [words for name in names if (words := frozenset(searchable(name).split()))]
