/** A shot that has become worse is said to have; one that is a little less good is the same. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isWorse, type Promised } from '../../src/console/state/promised';

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
