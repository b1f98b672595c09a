/** Nobody is told that nothing was entered where something may have been. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { own, type Problem } from '../../src/console/api/client';
import { outcomeOf } from '../../src/console/state/outcome';

const problem = (status: number, code: string): Problem => ({ ...own(code), status });

test('a refusal is one, also after an answer was lost', () => {
  for (const lost of [false, true]) {
    assert.equal(outcomeOf(problem(409, 'plan_moved_on'), lost), 'refused');
    assert.equal(outcomeOf(problem(404, 'not_found'), lost), 'refused');
    assert.equal(outcomeOf(problem(503, 'ledger_unavailable'), lost), 'refused');
  }
});

test('that a person may not ask now says nothing of the attempt before', () => {
  assert.equal(outcomeOf(problem(403, 'step_up_required'), false), 'refused');
  assert.equal(outcomeOf(problem(403, 'step_up_required'), true), 'unsure');
  assert.equal(outcomeOf(problem(401, 'unauthenticated'), true), 'unsure');
});

test('an answer that cannot be read may have been that it was entered', () => {
  for (const code of ['outcome_unknown', 'not_understood', 'internal']) assert.equal(outcomeOf(own(code), false), 'unsure');
});
