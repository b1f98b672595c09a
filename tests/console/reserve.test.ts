/** A reserve says whom it leaves nothing to shoot with. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fireUnit } from '../../src/console/api/picture';
import { validate } from '../../src/console/lib/validate';
import { silencedBy } from '../../src/console/state/reserve';

function unit(id: string, rounds_ready: number, other: Record<string, unknown> = {}, channels = 1) {
  const magazine = { interceptor_type: 'missile', rounds_ready, ...other };
  const read = validate(fireUnit, { id, latitude_deg: 50, longitude_deg: 30, channels, magazines: [magazine] });
  assert.ok(read.ok);
  return read.value;
}

const UNITS = [unit('U1', 4), unit('U2', 2, { rounds_stored: 4 }), unit('U3', 0), unit('U4', 9, { interceptor_type: 'gun' })];
const order = (rounds: number, fire_unit: string | null = null) => ({ interceptor_type: 'missile', rounds, fire_unit });
const shot = (state: 'authorised' | 'expired', launched = false) => ({ fire_unit: 'U1', interceptor_type: 'missile', salvo_size: 2, launched, state });
const silenced = (rounds: number, { others = [order(0)], units = UNITS, shots = [shot('expired')] } = {}) => silencedBy(order(rounds), others, units, shots).silenced;

test('a unit may fire what it has beyond the reserve, rounds in store included', () => {
  assert.deepEqual([3, 4, 5, 6, 7].map((rounds) => silenced(rounds)), [0, 1, 1, 2, 2]);
});

test('units without such rounds have none to lose', () => {
  assert.equal(silencedBy(order(9), [], UNITS, []).having, 2);
  assert.deepEqual(silencedBy({ ...order(9), interceptor_type: 'laser' }, [], UNITS, []), { silenced: 0, having: 0 });
});

test('rounds of an authorised shot are free no more, until it is launched or over', () => {
  assert.deepEqual([1, 2].map((rounds) => silenced(rounds, { shots: [shot('authorised')] })), [0, 1]);
  assert.equal(silenced(2, { shots: [shot('authorised', true), shot('expired')] }), 0);
});

test('whom something else leaves nothing is not silenced by this order', () => {
  assert.deepEqual([4, 3].map((min_reserve) => silenced(4, { units: [unit('U1', 4, { min_reserve })] })), [0, 1]);
  assert.deepEqual([order(4, 'U1'), order(4, 'U2'), { ...order(4, 'U1'), interceptor_type: 'gun' }].map((other) => silenced(4, { others: [other] })), [0, 1, 1]);
  assert.equal(silenced(0, { units: [unit('U1', 2)], shots: [shot('authorised')] }), 0);
  assert.equal(silenced(9, { units: [unit('U1', 4, {}, 0)] }), 0);
});
