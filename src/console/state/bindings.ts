/** Every action has a key: one table, acted on and shown. */
import { signal } from '@preact/signals';
import type { Key } from '../i18n/index';
import { acknowledge, alarms } from './alarms';
import { beginning } from './beginning';
import { canDecide, health, nowMs, shown } from './desk';
import { begin, holdAll } from './decide';
import { firstIn } from './focus';
import { chosen, rows, selectedTrack, type Row } from './queue';
import { remark } from './remark';
import { isSteppedUp } from './session';
import { muted } from './settings';
import { showAll, zoom } from './chart';
import { toggleMeasure } from './measuring';

export interface Binding {
  readonly keys: string;
  readonly what: Key;
  readonly act: () => void;
  /** Whether it goes on while the key is held down. */
  readonly repeats?: boolean;
}

export const HOLD_ALL = 'Shift+H';

export const keyMapShown = signal(false);

/** The line that a key is about: the one that has the focus, or else the open one. */
function current(): string | null {
  const line = document.activeElement?.closest<HTMLElement>('.queue .line');
  return line?.dataset['key'] ?? chosen.value;
}

function move(steps: number): void {
  const list = rows.value.filter((row) => !row.gone);
  const at = list.findIndex((row) => row.key === current());
  const first = beginning(list.map(({ lastOrder }) => lastOrder), nowMs.value, isSteppedUp());
  const to = Math.max(0, Math.min(list.length - 1, at < 0 ? first : at + steps));
  const next = list[to];
  if (next === undefined) return;
  chosen.value = next.key;
  selectedTrack.value = next.line.track;
  document.querySelectorAll<HTMLElement>('.queue .line:not(.gone) .line-head')[to]?.focus();
}

/** Go to the first thing to do in a part of the page, if it is there. */
function goTo(part: string): void {
  const box = document.querySelector<HTMLElement>(part);
  if (box !== null) (firstIn(box) ?? box).focus();
}

function acknowledgeFirst(): void {
  const open = alarms.value.find(({ acknowledged }) => !acknowledged);
  if (open !== undefined) acknowledge(open.code);
}

function decide(verdict: 'authorise' | 'refuse' | 'hold'): void {
  const row = rows.value.find((each) => each.key === current());
  const why = cannot(row);
  if (why === null && row !== undefined) begin(row.line, verdict, row.seen);
  else if (why !== null) remark(why);
}

/** Why a key that decides does nothing; a key that is pressed is always answered. */
function cannot(row: Row | undefined): Key | null {
  if (health.value?.mode === 'replay') return 'queue.recording';
  if (!canDecide.value || shown.value === null) return 'review.off';
  if (row === undefined) return 'queue.none_chosen';
  if (!row.gone) return null;
  return row.decided ? 'queue.is_decided' : 'queue.is_gone';
}

export const BINDINGS: readonly Binding[] = [
  { keys: 'j', what: 'keys.next', act: () => move(1), repeats: true },
  { keys: 'k', what: 'keys.previous', act: () => move(-1), repeats: true },
  { keys: 'a', what: 'keys.authorise', act: () => decide('authorise') },
  { keys: 'r', what: 'keys.refuse', act: () => decide('refuse') },
  { keys: 'h', what: 'keys.hold', act: () => decide('hold') },
  { keys: 'w', what: 'keys.waiting', act: () => goTo('.waiting') },
  { keys: 'e', what: 'keys.decided', act: () => goTo('.decided') },
  { keys: 'd', what: 'keys.detail', act: () => document.getElementById('track-detail')?.focus() },
  { keys: 'c', what: 'keys.acknowledge', act: acknowledgeFirst },
  { keys: 'm', what: 'keys.mute', act: () => (muted.value = !muted.value) },
  { keys: HOLD_ALL, what: 'keys.hold_all', act: () => void holdAll() },
  { keys: '/', what: 'keys.search', act: () => document.getElementById('map-search')?.focus() },
  { keys: '+', what: 'keys.closer', act: () => zoom(1), repeats: true },
  { keys: '-', what: 'keys.farther', act: () => zoom(-1), repeats: true },
  { keys: '0', what: 'keys.all', act: showAll },
  { keys: 'b', what: 'keys.measure', act: toggleMeasure },
  { keys: '?', what: 'keys.map', act: () => (keyMapShown.value = !keyMapShown.value) },
];
