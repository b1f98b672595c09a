/** A new plan says what it changed, and nothing that is the same to a crew. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { language, t } from '../../src/console/i18n/index';
import { added, compared, current, keyOf, NO_NEWS, summed, type News, type Shot } from '../../src/console/state/changes';

const shot = (track: string, unit: string, more: Partial<Shot> = {}): Shot => ({ track, fire_unit: unit, interceptor_type: 'missile', position: 'current', salvo_size: 1, last_order: 100_000, ...more });
const U1 = keyOf(shot('T1', 'U1'));
const NOTHING_TOLD = new Map<string, number>();

/** The news after one list has followed another. */
const after = (news: News, before: readonly Shot[], now: readonly Shot[], untilMs = 8_000): News => added(news, compared(before, now, NOTHING_TOLD, 0), now, untilMs);

test('the same lines in another order are no change', () => {
  const found = compared([shot('T1', 'U1'), shot('T2', 'U2')], [shot('T2', 'U2'), shot('T1', 'U1')], NOTHING_TOLD, 0);
  assert.deepEqual([found.changes.size, found.gone.length], [0, 0]);
});

test('a line for a track that had none is new', () => {
  const found = compared([], [shot('T1', 'U1')], NOTHING_TOLD, 0);
  assert.deepEqual(found.changes.get(keyOf(shot('T1', 'U1'))), { what: 'new' });
});

test('another unit for the same track stands in the place of the line before', () => {
  const found = compared([shot('T1', 'U1')], [shot('T1', 'U2')], NOTHING_TOLD, 0);
  assert.deepEqual(found.changes.get(keyOf(shot('T1', 'U2'))), { what: 'other_unit', was: 'U1' });
  assert.deepEqual(found.gone, []);
});

test('another type of the same unit is told as that', () => {
  const gun = { interceptor_type: 'gun' };
  const found = compared([shot('T1', 'U1')], [shot('T1', 'U1', gun)], NOTHING_TOLD, 0);
  assert.deepEqual(found.changes.get(keyOf(shot('T1', 'U1', gun))), { what: 'other_type', was: 'missile' });
});

test('a second shot at a track that keeps its first is new', () => {
  const found = compared([shot('T1', 'U1')], [shot('T1', 'U1'), shot('T1', 'U2')], NOTHING_TOLD, 0);
  assert.deepEqual([...found.changes.values()], [{ what: 'new' }]);
});

test('of two shots at a track one is replaced and one is gone', () => {
  const found = compared([shot('T1', 'U1'), shot('T1', 'U2')], [shot('T1', 'U3')], NOTHING_TOLD, 0);
  assert.deepEqual([...found.changes.values()], [{ what: 'other_unit', was: 'U1' }]);
  assert.deepEqual(found.gone, [keyOf(shot('T1', 'U2'))]);
});

test('the last moment to order is earlier or later once it is so for a person', () => {
  const to = (last_order: number) => [...compared([shot('T1', 'U1')], [shot('T1', 'U1', { last_order })], NOTHING_TOLD, 0).changes.values()];
  assert.deepEqual(to(129_000), []);
  assert.deepEqual(to(131_000), [{ what: 'later', bySeconds: 31 }]);
  assert.deepEqual(to(81_000), []);
  assert.deepEqual(to(78_000), [{ what: 'earlier', bySeconds: 22 }]);
});

test('where much time is left half a minute of it is no news', () => {
  const to = (last_order: number) => [...compared([shot('T1', 'U1', { last_order: 600_000 })], [shot('T1', 'U1', { last_order })], NOTHING_TOLD, 0).changes.values()];
  assert.deepEqual(to(500_000), []);
  assert.deepEqual(to(470_000), [{ what: 'earlier', bySeconds: 130 }]);
});

test('a slow drift is told from where it was last told', () => {
  const told = new Map([[keyOf(shot('T1', 'U1')), 100_000]]);
  const found = compared([shot('T1', 'U1', { last_order: 120_000 })], [shot('T1', 'U1', { last_order: 133_000 })], told, 0);
  assert.deepEqual([...found.changes.values()], [{ what: 'later', bySeconds: 33 }]);
});

test('another number of rounds says what it was', () => {
  const found = compared([shot('T1', 'U1')], [shot('T1', 'U1', { salvo_size: 2 })], NOTHING_TOLD, 0);
  assert.deepEqual([...found.changes.values()], [{ what: 'salvo', was: 1 }]);
});

test('another launch position says where to and from where, before anything else', () => {
  const found = compared([shot('T1', 'U1')], [shot('T1', 'U1', { position: 'P2', salvo_size: 2, last_order: 200_000 })], NOTHING_TOLD, 0);
  assert.deepEqual([...found.changes.values()], [{ what: 'position', was: 'current', now: 'P2' }]);
});

test('what is there no more is gone', () => {
  const found = compared([shot('T1', 'U1'), shot('T2', 'U1')], [shot('T2', 'U1')], NOTHING_TOLD, 0);
  assert.deepEqual(found.gone, [keyOf(shot('T1', 'U1'))]);
});

test('the summary counts what is news', () => {
  const news = after(NO_NEWS, [shot('T1', 'U1'), shot('T2', 'U1'), shot('T3', 'U1')], [shot('T1', 'U2'), shot('T2', 'U1', { last_order: 200_000 }), shot('T4', 'U1')]);
  assert.deepEqual(summed(news), { fresh: 1, replaced: 1, altered: 1, gone: 1, lapsed: 0 });
  assert.equal(summed(NO_NEWS), null);
});

test('the summary tells what ran out of time from what left the plan', () => {
  const news = after(NO_NEWS, [shot('T1', 'U1'), shot('T2', 'U1')], []);
  assert.deepEqual(summed(news, new Set([U1])), { fresh: 0, replaced: 0, altered: 0, gone: 1, lapsed: 1 });
});

test('the summary says what is true of each change that it counts', () => {
  const before = ['T1', 'T2', 'T3', 'T4', 'T5'].map((track) => shot(track, 'U1'));
  const now = [shot('T1', 'U2'), shot('T2', 'U1', { interceptor_type: 'gun' }), shot('T3', 'U1', { salvo_size: 2 }), shot('T4', 'U1', { position: 'P2' }), shot('T5', 'U1', { last_order: 130_000 })];
  const counts = summed(after(NO_NEWS, before, now));
  assert.deepEqual(counts, { fresh: 0, replaced: 2, altered: 3, gone: 0, lapsed: 0 });
  const said = (key: 'replaced' | 'altered'): string => t(`queue.changed.${key}`, { count: counts?.[key] ?? 0 });
  language.value = 'en';
  assert.deepEqual([said('replaced'), said('altered')], ['2 replaced', '3 changed']);
  language.value = 'uk';
  assert.deepEqual([said('replaced'), said('altered')], ['інший засіб чи тип 2', 'інший час, залп чи позиція 3']);
});

test('what is new stays new when a better plan moves it as well', () => {
  const quick = after(NO_NEWS, [], [shot('T1', 'U1')]);
  const better = after(quick, [shot('T1', 'U1')], [shot('T1', 'U1', { last_order: 130_000 })]);
  assert.deepEqual(better.changes.get(U1)?.change, { what: 'new' });
});

test('what is new stays new when a better plan gives it to another unit', () => {
  const quick = after(NO_NEWS, [], [shot('T1', 'U1')]);
  const better = after(quick, [shot('T1', 'U1')], [shot('T1', 'U2')]);
  assert.deepEqual([...better.changes].map(([key, { change }]) => [key, change.what]), [[keyOf(shot('T1', 'U2')), 'new']]);
});

test('what comes back as it was has never been away', () => {
  const away = after(NO_NEWS, [shot('T1', 'U1')], []);
  assert.deepEqual([...away.gone.keys()], [U1]);
  assert.equal(summed(after(away, [], [shot('T1', 'U1')])), null);
});

test('what is new, goes and comes back is new', () => {
  const there = after(NO_NEWS, [], [shot('T1', 'U1')]);
  const away = after(there, [shot('T1', 'U1')], []);
  assert.deepEqual(summed(away), { fresh: 0, replaced: 0, altered: 0, gone: 1, lapsed: 0 });
  const back = after(away, [], [shot('T1', 'U1')]);
  assert.deepEqual(summed(back), { fresh: 1, replaced: 0, altered: 0, gone: 0, lapsed: 0 });
});

test('news is news for some seconds', () => {
  const news = after(NO_NEWS, [shot('T1', 'U1')], [shot('T2', 'U1')], 8_000);
  assert.equal(current(news, 7_000), news);
  assert.equal(summed(current(news, 8_000)), null);
});
