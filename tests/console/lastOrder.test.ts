/** The countdown to the last order runs, and never promises more than the plan. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { steadied } from '../../src/console/state/lastOrder';

test('what a plan says first is where it begins', () => {
  assert.equal(steadied(undefined, 100_000), 100_000);
});

test('what moves on with the clock stays where it was', () => {
  const said = [100_000, 101_000, 112_000, 119_999];
  assert.deepEqual(said.map((each) => steadied(100_000, each)), [100_000, 100_000, 100_000, 100_000]);
});

test('a step more of time is believed', () => {
  assert.equal(steadied(100_000, 120_000), 120_000);
});

test('less time is believed at once', () => {
  assert.equal(steadied(100_000, 99_000), 99_000);
});

test('a moment that lies in steps from each plan is never overstated, and never rises', () => {
  const last = 200_000;
  let shown: number | undefined;
  for (let now = 0; now < last - 5_000; now += 1_700) {
    const said = now + 5_000 + 15_000 * Math.floor((last - now - 5_000) / 15_000);
    const before = shown;
    shown = steadied(shown, said);
    assert.ok(shown <= said && last - shown < 15_000 && (before === undefined || shown <= before));
  }
});
