"""Prices between the optimiser's rows and the picture's names, in both directions."""

from typing import Protocol

import numpy as np

from zaslin.assignment.compile import Compiled
from zaslin.assignment.solvers.dual import zero_prices
from zaslin.assignment.solvers.kernel_recursion import DualPrices
from zaslin.domain.plan import RoundPrice, SlotPrice

_WORTH_SAYING = 1e-9


def name_prices(
    compiled: Compiled, prices: DualPrices
) -> tuple[tuple[RoundPrice, ...], tuple[SlotPrice, ...]]:
    """Prices by unit, position and type; slot prices of zero are left out."""
    rounds = tuple(
        RoundPrice(
            fire_unit=mount.station.unit.id,
            position=mount.station.position_id,
            interceptor_type=mount.interceptor_type.id,
            price_meur=float(price),
        )
        for mount, price in zip(compiled.mounts, prices.rounds, strict=True)
        if mount.interceptor_type.spends_rounds
    )
    return rounds, (*_channel_prices(compiled, prices), *_rail_prices(compiled, prices))


def _channel_prices(compiled: Compiled, prices: DualPrices) -> list[SlotPrice]:
    now_s, slot_s = compiled.picture.now_s, compiled.params.slot_s
    rows, slots = np.nonzero(prices.channels > _WORTH_SAYING)
    return [
        SlotPrice(
            fire_unit=compiled.stations[row].unit.id,
            position=compiled.stations[row].position_id,
            interceptor_type=None,
            starts_s=now_s + slot * slot_s,
            price_meur=price,
        )
        for row, slot, price in zip(
            rows.tolist(),
            slots.tolist(),
            prices.channels[rows, slots].tolist(),
            strict=True,
        )
    ]


def _rail_prices(compiled: Compiled, prices: DualPrices) -> list[SlotPrice]:
    now_s, slot_s = compiled.picture.now_s, compiled.params.slot_s
    mount_of = {
        int(r): m for m, r in enumerate(compiled.problem.capacity.rail_row) if r >= 0
    }
    rows, slots = np.nonzero(prices.rails > _WORTH_SAYING)
    return [
        SlotPrice(
            fire_unit=compiled.mounts[mount_of[row]].station.unit.id,
            position=compiled.mounts[mount_of[row]].station.position_id,
            interceptor_type=compiled.mounts[mount_of[row]].interceptor_type.id,
            starts_s=now_s + slot * slot_s,
            price_meur=price,
        )
        for row, slot, price in zip(
            rows.tolist(),
            slots.tolist(),
            prices.rails[rows, slots].tolist(),
            strict=True,
        )
    ]


class Priced(Protocol):
    """Whatever states prices by name: a plan, or a valuation of rounds."""

    @property
    def prices(self) -> tuple[RoundPrice, ...]:
        """Of rounds."""

    @property
    def slot_prices(self) -> tuple[SlotPrice, ...]:
        """Of channels and rails; what is not listed is free."""


def carry_prices(earlier: Priced, compiled: Compiled) -> DualPrices:
    """Prices of an earlier plan on the rows of a new problem, moved on in time.

    Rows that are new, and slots beyond the old horizon, start at zero.
    """
    prices = zero_prices(compiled.problem)
    now_s, slot_s = compiled.picture.now_s, compiled.params.slot_s
    rail_row = compiled.problem.capacity.rail_row
    mount = {
        (m.station.unit.id, m.station.position_id, m.interceptor_type.id): i
        for i, m in enumerate(compiled.mounts)
    }
    station = {(s.unit.id, s.position_id): i for i, s in enumerate(compiled.stations)}
    for price in earlier.prices:
        row = mount.get((price.fire_unit, price.position, price.interceptor_type))
        if row is not None:
            prices.rounds[row] = price.price_meur
    for slot_price in earlier.slot_prices:
        slot = round((slot_price.starts_s - now_s) / slot_s)
        if not 0 <= slot < prices.channels.shape[1]:
            continue
        place = (slot_price.fire_unit, slot_price.position)
        if slot_price.interceptor_type is None:
            row = station.get(place)
            if row is not None:
                prices.channels[row, slot] = slot_price.price_meur
            continue
        row = mount.get((*place, slot_price.interceptor_type))
        if row is not None and rail_row[row] >= 0:
            prices.rails[rail_row[row], slot] = slot_price.price_meur
    return prices
