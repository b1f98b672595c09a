/** The queue: open lines by the last moment to order, still under a person's hands. */
import { computed, signal } from '@preact/signals';
import type { Line } from '../api/desk';
import type { Recommendation } from '../api/plan';
import { deciding, plan, shown } from './desk';
import { arranged, type Slot } from './order';

export interface Row {
  readonly key: string;
  readonly line: Line;
  readonly recommendation: Recommendation | null;
  /** The revision that is on the screen: the one a decision is on. */
  readonly seen: number;
  readonly gone: boolean;
  readonly change: 'new' | 'changed' | null;
}

export const held = signal(false);
export const chosen = signal<string | null>(null);

/** The track of the row, or of the click on the map, that is looked at. */
export const selectedTrack = signal<string | null>(null);

/** The fire unit that is looked at: its envelope is drawn. */
export const selectedUnit = signal<string | null>(null);

export const keyOf = (line: { readonly track: string; readonly fire_unit: string; readonly interceptor_type: string }): string =>
  `${line.track}\n${line.fire_unit}\n${line.interceptor_type}`;

const open = computed(() => {
  const lines = deciding.value?.lines ?? shown.value?.lines ?? [];
  return plan.value === null ? [] : lines.filter((line) => line.open).sort((a, b) => a.last_order - b.last_order || (a.track < b.track ? -1 : 1));
});

let slots: readonly Slot[] = [];
const last = new Map<string, Row>();

export const rows = computed<readonly Row[]>(() => {
  const made = plan.value;
  const byKey = new Map(open.value.map((line) => [keyOf(line), line]));
  const advised = new Map((made?.recommendations ?? []).filter(({ firm }) => firm).map((each) => [keyOf(each), each]));
  if (made === null) {
    slots = [];
    last.clear();
    return [];
  }
  slots = arranged(slots, [...byKey.keys()], held.value);
  const out = slots.flatMap(({ key, gone }): Row[] => {
    const line = byKey.get(key);
    const before = last.get(key);
    if (line === undefined) return before === undefined ? [] : [{ ...before, gone }];
    return [
      {
        key,
        line,
        recommendation: advised.get(key) ?? null,
        seen: shown.value?.revision ?? line.since,
        gone: false,
        change: before === undefined ? (last.size === 0 ? null : 'new') : moved(before.line, line) ? 'changed' : null,
      },
    ];
  });
  last.clear();
  for (const row of out) last.set(row.key, row);
  return out;
});

/** Whether a person would have to read the line again. */
function moved(before: Line, now: Line): boolean {
  return before.salvo_size !== now.salvo_size || before.position !== now.position || Math.abs(before.launch - now.launch) > 15_000;
}
