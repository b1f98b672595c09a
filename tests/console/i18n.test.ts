/** Both languages are whole, and count by their own rules. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chance, countdown, language, money, number, t } from '../../src/console/i18n/index';
import { MESSAGES } from '../../src/console/i18n/messages';
import type { Message, Pair } from '../../src/console/i18n/pair';

const forms = (message: Message): string[] => (typeof message === 'string' ? [message] : Object.values(message));
const holes = (text: string): string[] => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '').sort();

test('every message is there in both languages, with the same places to fill', () => {
  for (const [key, pair] of Object.entries(MESSAGES as Readonly<Record<string, Pair>>)) {
    const [uk, en] = pair;
    for (const text of [...forms(uk), ...forms(en)]) assert.ok(text.trim().length > 0 || key.endsWith('.note'), key);
    assert.deepEqual(holes(forms(uk)[0] ?? ''), holes(forms(en)[0] ?? ''), key);
  }
});

test('a plural in Ukrainian has each of its forms', () => {
  for (const [key, [uk]] of Object.entries(MESSAGES as Readonly<Record<string, Pair>>)) {
    if (typeof uk !== 'string') assert.deepEqual(Object.keys(uk).sort(), ['few', 'many', 'one', 'other'], key);
  }
});

test('numbers of things agree with them', () => {
  language.value = 'uk';
  assert.deepEqual([1, 3, 7, 21].map((count) => t('train.minutes', { count })), ['1 хвилина', '3 хвилини', '7 хвилин', '21 хвилина']);
  language.value = 'en';
  assert.deepEqual([1, 2].map((count) => t('train.minutes', { count })), ['1 minute', '2 minutes']);
});

test('numbers are written in the way of the language', () => {
  language.value = 'uk';
  assert.equal(number(12345.6, 1).replace(/\s/g, ' '), '12 345,6');
  assert.equal(money(3.456), '3,46\u00a0млн\u00a0€');
  language.value = 'en';
  assert.equal(number(12345.6, 1), '12,345.6');
});

test('what may come is never told as nothing', () => {
  language.value = 'en';
  assert.deepEqual([0, 0.004, 0.006, 0.5, 0.994, 0.996, 1].map((share) => chance(share).replace(/\s/g, ' ')), ['< 1 %', '< 1 %', '1 %', '50 %', '99 %', '> 99 %', '100 %']);
  assert.deepEqual([0, 0.001, -0.001, 0.005, 12.34, 123.4].map((meur) => money(meur).replace(/\s/g, ' ')), ['0.00 M€', '< 0.01 M€', '> −0.01 M€', '0.01 M€', '12.3 M€', '123 M€']);
});

test('a countdown of hours does not look like one of minutes', () => {
  language.value = 'en';
  assert.deepEqual([3599, 3600, 5979, -7265].map((seconds) => countdown(seconds).replace(/\s/g, ' ')), ['59:59', '1 h 0 min', '1 h 39 min', '−2 h 1 min']);
});

test('a countdown goes on past zero', () => {
  assert.deepEqual([125.9, 59, 0, -3].map(countdown), ['2:05', '0:59', '0:00', '−0:03']);
});
