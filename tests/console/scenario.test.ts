/** Scenarios have titles that people read, in their language. */
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { language } from '../../src/console/i18n/index';
import { MESSAGES } from '../../src/console/i18n/messages';
import { nightOf, titleOf } from '../../src/console/parts/scenario';

test('a shipped scenario has a title in both languages, another its own', () => {
  language.value = 'uk';
  assert.equal(titleOf('two_waves', 'Two waves with a lull'), 'Дві хвилі з перервою');
  language.value = 'en';
  assert.equal(titleOf('two_waves'), 'Two waves with a lull');
  assert.equal(titleOf('mine', 'My own raid'), 'My own raid');
  assert.equal(titleOf('mine'), 'mine');
});

test('a recorded night is of its raid or its desk, and else says all that is known', () => {
  language.value = 'en';
  assert.equal(nightOf('journal=x policy=live scenario=daylight seed=7'), 'Daylight raid · seed 7');
  assert.equal(nightOf('desk=live journal=x'), 'live');
  assert.equal(nightOf('came from elsewhere'), 'came from elsewhere');
});

test('every scenario that is shipped has its title here', () => {
  const shipped = readdirSync(join(process.env['ZASLIN_TESTS'] ?? '.', '..', 'configs', 'scenarios')).filter((each) => each.endsWith('.toml'));
  assert.ok(shipped.length >= 12);
  for (const each of shipped) assert.ok(`scenario.${each.replace('.toml', '')}` in MESSAGES, each);
});
