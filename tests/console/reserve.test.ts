/** A reserve says whom it leaves nothing to shoot with. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fireUnit } from '../../src/console/api/picture';
import { silencedBy } from '../../src/console/state/reserve';
import { validate } from '../../src/console/lib/validate';

function unit(id: string, rounds_ready: number, rounds_stored = 0, interceptor_type = 'missile') {
  const read = validate(fireUnit, { id, latitude_deg: 50, longitude_deg: 30, channels: 1, magazines: [{ interceptor_type, rounds_ready, rounds_stored }] });
  assert.ok(read.ok);
  return read.value;
}

const UNITS = [unit('U1', 4), unit('U2', 2, 4), unit('U3', 0), unit('U4', 9, 0, 'gun')];
const order = (rounds: number, fire_unit: string | null = null) => ({ interceptor_type: 'missile', rounds, fire_unit });

test('a unit may fire what it has beyond the reserve, rounds in store included', () => {
  assert.deepEqual([3, 4, 5, 6, 7].map((rounds) => silencedBy(order(rounds), UNITS).silenced), [0, 1, 1, 2, 2]);
});

test('units without such rounds have none to lose', () => {
  assert.equal(silencedBy(order(9), UNITS).having, 2);
  assert.deepEqual(silencedBy({ ...order(9), interceptor_type: 'laser' }, UNITS), { silenced: 0, having: 0 });
});

test('an order for one unit is no other one’s', () => {
  assert.deepEqual(silencedBy(order(4, 'U1'), UNITS), { silenced: 1, having: 1 });
  assert.deepEqual(silencedBy(order(4, 'U2'), UNITS), { silenced: 0, having: 1 });
});
