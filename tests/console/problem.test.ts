/** A problem says why, in the words of the reader, and never in the service's own prose if it can help it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { own, type Problem } from '../../src/console/api/client';
import { language } from '../../src/console/i18n/index';
import { whyOf } from '../../src/console/parts/problem';

const problem = (code: string, members: Readonly<Record<string, unknown>>): Problem => ({ ...own(code, 'prose of the service'), members });

test('a decision that cannot be carried out says why', () => {
  language.value = 'en';
  const refused = problem('decision_refused', { reason: 'no_shot', params: { reason: 'altitude' } });
  assert.equal(whyOf(refused), 'There is no such shot: outside the altitude envelope');
  const late = problem('decision_refused', { reason: 'crew_needs', params: { needs_s: 12, left_s: 4 } });
  assert.equal(whyOf(late), 'The order comes too late: the crew needs 12 s, 4 s are left');
  language.value = 'uk';
  assert.match(whyOf(refused), /^Такого пострілу немає: /);
});

test('without words for the reason the service is quoted, where the title says little', () => {
  for (const members of [{}, { reason: 'something_new' }, { reason: 3 }]) assert.equal(whyOf(problem('decision_refused', members)), 'prose of the service');
  assert.equal(whyOf(problem('something_new', {})), 'prose of the service');
  assert.equal(whyOf(problem('forbidden', {})), '');
});

test('names in a reason are of others, and inert', () => {
  language.value = 'en';
  const said = whyOf(problem('decision_refused', { reason: 'track_gone', params: { track: 'T\u202e1' } }));
  assert.ok(!said.includes('\u202e'), said);
});
