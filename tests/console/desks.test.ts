/** Names repeat from desk to desk: nothing of the last one may act on the next. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Deciding, Review, ShownPlan } from '../../src/console/api/desk';
import { heldAll, holdAll, step } from '../../src/console/state/decide';
import { deciding, deskName, fireUnits, measures, plan, shown, takeDeciding, takePlan } from '../../src/console/state/desk';
import { lookAt } from '../../src/console/state/desks';
import { chosen, rows, selectedTrack, selectedUnit } from '../../src/console/state/queue';

const LINE = { track: 'T1', fire_unit: 'U1', interceptor_type: 'missile', launch: 100_000 };

test('looking at another desk leaves nothing of the last one', () => {
  lookAt('live');
  takePlan({ desk: 'live', lines: [{ ...LINE, open: true }] } as unknown as ShownPlan);
  takeDeciding({ desk: 'live', lines: [], engagements: [{ id: 'E1' }] } as unknown as Deciding);
  step.value = { at: 'seconding', line: LINE, id: 'N1', review: {} as Review, again: () => undefined };
  chosen.value = 'T1';
  selectedTrack.value = 'T1';
  selectedUnit.value = 'U1';
  lookAt('sim');
  assert.equal(deskName.value, 'sim');
  for (const each of [deciding, shown, plan, measures, chosen, selectedTrack, selectedUnit]) assert.equal(each.value, null);
  assert.deepEqual([fireUnits.value, rows.value], [[], []]);
  assert.equal(step.value.at, 'idle');
});

test('a decision that is on its way is told of to the end', () => {
  step.value = { at: 'committing', line: LINE, review: {} as Review, unknown: true };
  lookAt('live');
  assert.equal(step.value.at, 'committing');
  step.value = { at: 'idle' };
});

test('what became of HOLD ALL stands at the desk it was given at', async () => {
  const { fetch } = globalThis;
  globalThis.fetch = (() => Promise.resolve(new Response(JSON.stringify({ code: 'forbidden' }), { status: 403 }))) as typeof globalThis.fetch;
  try {
    lookAt('live');
    const answered = holdAll();
    lookAt('sim');
    await answered;
  } finally {
    globalThis.fetch = fetch;
  }
  const there = (): string | undefined => heldAll.value.problem?.code;
  assert.equal(there(), undefined);
  lookAt('live');
  assert.equal(there(), 'forbidden');
});
