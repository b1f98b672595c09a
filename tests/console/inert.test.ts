/** Names given by others are shown as they are and do nothing. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hasHidden, inert } from '../../src/console/lib/inert';

test('what cannot be seen is written out', () => {
  assert.equal(inert('T\u202E1'), 'T⟨U+202E⟩1');
  assert.equal(inert('A\u200BB'), 'A⟨U+200B⟩B');
  assert.equal(inert('line\nbreak'), 'line⟨U+000A⟩break');
  assert.equal(inert('\u{E0041}'), '⟨U+E0041⟩');
});

test('half of a surrogate pair is written out too', () => {
  assert.equal(inert('x\uD800'), 'x⟨U+D800⟩');
});

test('markup stays text', () => {
  assert.equal(inert('<img src=x onerror=alert(1)>'), '<img src=x onerror=alert(1)>');
});

test('ten thousand characters are cut, and said to be', () => {
  const shown = inert('A'.repeat(10_000));
  assert.equal([...shown].length, 65);
  assert.ok(shown.endsWith('…'));
});

test('a plain name is left alone, in both alphabets', () => {
  for (const name of ['T0800', 'ЗРК-12', 'feed/track-7']) {
    assert.equal(inert(name), name);
    assert.equal(hasHidden(name), false);
  }
});
