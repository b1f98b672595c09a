/** What the Python tests say the service writes, the console can read. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { deciding, desks, entered, health, nominations, prepared, shownPlan } from '../../src/console/api/desk';
import { explanation } from '../../src/console/api/explanation';
import { livePicture, pictureDelta } from '../../src/console/api/picture';
import { scorePage } from '../../src/console/api/plan';
import { audit, checkpoint, compared, controlInForce, magazines, recordings, running, scenarios, summary, widenings } from '../../src/console/api/records';
import { validate, type Validator } from '../../src/console/lib/validate';

const folder = join(process.env['ZASLIN_TESTS'] ?? '.', 'contract', 'snapshots');

const READ: Readonly<Record<string, Validator<unknown>>> = {
  'event-picture': livePicture,
  'event-picture.delta': pictureDelta,
  'event-plan': shownPlan,
  'event-decisions': deciding,
  'event-health': health,
  picture: livePicture,
  plan: shownPlan,
  desks,
  preparation: prepared,
  decision: entered,
  nominated: entered,
  confirmed: entered,
  nominations,
  explanation,
  scores: scorePage,
  magazines,
  summary,
  'what-if': compared,
  control: controlInForce,
  widenings,
  audit,
  checkpoint,
  scenarios,
  recordings,
  exercise: running,
};

for (const [name, validator] of Object.entries(READ)) {
  const document: unknown = JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8'));

  test(`${name} is read`, () => {
    const read = validate(validator, document);
    assert.ok(read.ok, read.ok ? '' : read.error);
  });

  test(`${name} without one of its fields is not read`, () => {
    const lacking = Object.keys(document as object).filter((key) => {
      const { [key]: _, ...rest } = document as Record<string, unknown>;
      return !validate(validator, rest).ok;
    });
    assert.ok(lacking.length > 0, 'no field is missed');
  });
}

test('the code of a problem is found where the console looks for it', () => {
  const problem = JSON.parse(readFileSync(join(folder, 'problem-plan-moved-on.json'), 'utf8')) as Record<string, unknown>;
  assert.equal(problem['code'], 'plan_moved_on');
});
