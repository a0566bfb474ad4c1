"""An office and a school that owes its fee."""

from __future__ import annotations

from decimal import Decimal

import pytest

from awards.queries import live_invoice
from awards.services.money import record_payment
from tests.awards.world import World, make_world


@pytest.fixture
def world(db, now) -> World:
    return make_world(now)


@pytest.fixture
def lasting_world(transactional_db, now) -> World:
    return make_world(now)


@pytest.fixture
def application(world):
    return world.registered()


@pytest.fixture
def invoice(application):
    return live_invoice(application)


@pytest.fixture
def pay(world):
    def paid(invoice, amount):
        return record_payment(
            invoice,
            amount=Decimal(amount),
            paid_on=world.now.date(),
            reference="BACS",
            by=world.officer,
            now=world.now,
        )

    return paid
