/** The journal is read in words. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { language } from '../../src/console/i18n/index';
import { aboutOf } from '../../src/console/parts/about';

test('a decision is told by its verdict, its line and its reason', () => {
  const decision = { verdict: 'refuse', track: 'T1', fire_unit: 'U1', interceptor_type: 'mobile_gun', launch: '2025-09-07T02:31:00.000Z', revision: 7, why: 'reserve' };
  language.value = 'en';
  assert.equal(aboutOf(decision), 'refuse · track T1 · unit U1 · mobile gun · launch 02:31:00 · revision 7 · reason: reserve');
  language.value = 'uk';
  assert.match(aboutOf(decision), /^відхилити · траса T1 · засіб U1/);
});

test('what says nothing is left out, and names that others gave stay inert', () => {
  language.value = 'en';
  assert.equal(aboutOf({ engagement: 'E1', outcome: 'missed', why: '', confirmed_by: null }), 'shot E1 · missed');
  assert.ok(!aboutOf({ track: 'T1\u202e<b>' }).includes('\u202e'));
  assert.equal(aboutOf({ fire_unit: 'U1', rounds_ready: 0, rounds_stored: 0 }), 'unit U1 · on the rails 0 · in store 0');
  assert.equal(aboutOf({ weapons_control: 'hold', zones: 0 }), 'WEAPONS HOLD');
  assert.equal(aboutOf({ something_new: 3 }), 'something_new 3');
});
