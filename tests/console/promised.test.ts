/** A shot that has become worse is said to have; one that is a little less good is the same. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isWorse, readOn, type Promised } from '../../src/console/state/promised';

const good: Promised = { p_kill: 0.8, damage_averted_meur: 12 };

test('the same shot, and a better one, are no worse', () => {
  assert.equal(isWorse(good, good), false);
  assert.equal(isWorse(good, { ...good, p_kill: 0.9, damage_averted_meur: 20 }), false);
});

test('a tenth of the chance is the same, more is not', () => {
  assert.equal(isWorse(good, { ...good, p_kill: 0.71 }), false);
  assert.equal(isWorse(good, { ...good, p_kill: 0.69 }), true);
});

test('a quarter of what is averted is the same, more is not', () => {
  assert.equal(isWorse(good, { ...good, damage_averted_meur: 9.1 }), false);
  assert.equal(isWorse(good, { ...good, damage_averted_meur: 8.9 }), true);
});

test('of what is next to nothing nothing is lost', () => {
  assert.equal(isWorse({ ...good, damage_averted_meur: 0.04 }, { ...good, damage_averted_meur: 0 }), false);
});

const chances = (...each: readonly number[]): number => {
  const [first, ...later] = each.map((p_kill): Promised => ({ ...good, p_kill }));
  return later.reduce(readOn, { known: first ?? good, falls: 0 }).falls;
};

test('each fall is one more that nobody can have read, the first one and those after it', () => {
  assert.equal(chances(0.8, 0.78, 0.8), 0);
  assert.equal(chances(0.8, 0.65, 0.65, 0.2), 2);
  assert.equal(chances(0.8, 0.6, 0.8, 0.6), 2);
});

test('what falls little by little has fallen, too', () => {
  assert.equal(chances(0.8, 0.75, 0.71, 0.68), 1);
});
