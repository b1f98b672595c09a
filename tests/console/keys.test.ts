/** Keys are where they are on the board, whatever the layout writes. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { keyName } from '../../src/console/state/keyName';

const key = (written: string, code: string, shiftKey = false): string => keyName({ key: written, code, shiftKey });

test('a letter counts by its place: a Ukrainian layout writes another one there', () => {
  assert.equal(key('о', 'KeyJ'), 'j');
  assert.equal(key('j', 'KeyJ'), 'j');
  assert.equal(key('Р', 'KeyH', true), 'Shift+H');
});

test('capitals are not their letters, and caps lock changes nothing', () => {
  assert.equal(key('J', 'KeyJ', true), 'Shift+J');
  assert.equal(key('J', 'KeyJ'), 'j');
});

test('what is no letter counts as it is written', () => {
  assert.equal(key('?', 'Slash', true), '?');
  assert.equal(key('+', 'Equal', true), '+');
  assert.equal(key('1', 'Digit1'), '1');
  assert.equal(key('Enter', 'Enter'), 'Enter');
});

test('a keyboard on the screen has no places', () => {
  assert.equal(key('j', ''), 'j');
  assert.equal(key('H', '', true), 'Shift+H');
});
