/** A review is held against the plan on the screen, and an amendment against none. */
import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import type { Review, ShownPlan } from '../../src/console/api/desk';
import { deciding, shown } from '../../src/console/state/desk';
import { asEntered, asPlanned, standingOf } from '../../src/console/state/planned';

const SHOT = { track: 'T1', fire_unit: 'U1', interceptor_type: 'missile', position: 'current', salvo_size: 1, launch: 100_000, p_kill: 0.8, damage_averted_meur: 12 };
const LATER = { ...SHOT, firm: true, launch: 130_000, p_kill: 0.5, damage_averted_meur: 3 };
const LINE = { ...SHOT, since: 7, open: true };

const review = (more: object = {}): Review => ({ verdict: 'authorise', seen_revision: 7, shot: SHOT, ...more }) as unknown as Review;
const show = (recommendations: readonly object[], lines: readonly object[]): void => {
  shown.value = { plan: { recommendations }, lines } as unknown as ShownPlan;
};

beforeEach(() => {
  deciding.value = null;
  show([LATER], [LINE]);
});

test('what would be entered is the shot as the plan has it by now', () => {
  const { shot } = asEntered(review());
  assert.deepEqual([shot?.launch, shot?.p_kill, shot?.damage_averted_meur, shot?.salvo_size], [130_000, 0.5, 3, 1]);
});

test('another salvo, another position and an intention are other shots', () => {
  for (const other of [{ salvo_size: 2 }, { position: 'P2' }, { firm: false }, { fire_unit: 'U2' }]) {
    show([{ ...LATER, ...other }], [LINE]);
    assert.equal(asPlanned(review()), null);
    assert.equal(standingOf(review(), LINE), 'gone');
    assert.equal(asEntered(review()).shot?.launch, 100_000);
  }
});

test('an amended shot is held against no other, though the plan has the same pairing', () => {
  const amended = review({ verdict: 'amend' });
  assert.deepEqual([asPlanned(amended), standingOf(amended, LINE), asEntered(amended).shot?.launch], [null, 'same', 100_000]);
});

test('a line that began again is to be prepared anew, one that was decided on is gone', () => {
  assert.equal(standingOf(review(), LINE), 'same');
  show([LATER], [{ ...LINE, since: 8 }]);
  assert.equal(standingOf(review(), LINE), 'anew');
  show([LATER], [{ ...LINE, open: false }]);
  assert.equal(standingOf(review(), LINE), 'gone');
});

test('the service refuses a refusal and an amendment of a line that began again, too', () => {
  show([LATER], [{ ...LINE, since: 8 }]);
  for (const verdict of ['refuse', 'amend']) assert.equal(standingOf(review({ verdict }), LINE), 'anew');
  assert.equal(standingOf(review({ verdict: 'hold' }), LINE), 'same');
});

test('what is refused or amended has to be there, and fire may be held without it', () => {
  show([LATER], [{ ...LINE, open: false }]);
  const standings = (['refuse', 'amend', 'hold'] as const).map((verdict) => standingOf(review({ verdict }), LINE));
  assert.deepEqual(standings, ['gone', 'gone', 'same']);
});

test('an amended shot stands with the line that is amended, and not with its own unit', () => {
  const amended = review({ verdict: 'amend', shot: { ...SHOT, fire_unit: 'U2' } });
  assert.equal(standingOf(amended, LINE), 'same');
});
