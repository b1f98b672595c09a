/** The queue: open lines by the last moment to order, still under a person's hands. */
import { batch, computed, effect, signal } from '@preact/signals';
import type { Line } from '../api/desk';
import type { Recommendation } from '../api/plan';
import { SHOWN_MS } from '../map/planChange';
import { added, compared, current, keyOf, NO_NEWS, summed, type Change, type News, type Summary } from './changes';
import { isDecided } from './decided';
import { deciding, measures, nowMs, plan, shown, tickMs, tracks } from './desk';
import { hasLapsed } from './lapsed';
import { steadied } from './lastOrder';
import { arranged } from './order';

export interface Row {
  readonly key: string;
  readonly line: Line;
  /** The last moment to order that is counted down to: no later than that of the line. */
  readonly lastOrder: number;
  readonly recommendation: Recommendation | null;
  /** The revision that is on the screen: the one a decision is on. */
  readonly seen: number;
  readonly gone: boolean;
  /** Whether it is gone because people decided on it, and not because the plan changed. */
  readonly decided: boolean;
  /** Whether it is gone as its time ran out while nobody decided. */
  readonly lapsed: boolean;
  /** What the latest plan changed of it, for as long as that is news. */
  readonly change: Change | null;
}

export const held = signal(false);
export const chosen = signal<string | null>(null);

/** The track of the row, or of the click on the map, that is looked at. */
export const selectedTrack = signal<string | null>(null);

/** The track that somebody wants to identify; without one it is the first that waits. */
export const toIdentify = signal<string | null>(null);

/** The fire unit that is looked at: its envelope is drawn. */
export const selectedUnit = signal<string | null>(null);

/** Lines that left the plan, as they were. */
let leaving: ReadonlyMap<string, Row> = new Map();
const news = signal<News>(NO_NEWS);

/** What the latest change came to, for those who hear the page; each one has its number. */
export const summary = signal<{ readonly number: number; readonly untilMs: number; readonly counts: Summary } | null>(null);

const open = computed(() => {
  const lines = deciding.value?.lines ?? shown.value?.lines ?? [];
  return plan.value === null ? [] : lines.filter((line) => line.open);
});

let order: readonly string[] = [];
const last = new Map<string, Row>();

export const rows = computed<readonly Row[]>(() => {
  const made = plan.value;
  const byKey = new Map(open.value.map((line) => [keyOf(line), line]));
  const advised = new Map((made?.recommendations ?? []).filter(({ firm }) => firm).map((each) => [keyOf(each), each]));
  if (made === null) {
    order = [];
    last.clear();
    return [];
  }
  const { changes, gone } = news.value;
  const left = [...gone.keys()].flatMap((key) => leaving.get(key) ?? []).filter(({ key }) => !byKey.has(key));
  const lastOrders = new Map(left.map(({ key, lastOrder }) => [key, lastOrder]));
  for (const [key, line] of byKey) lastOrders.set(key, steadied((last.get(key) ?? leaving.get(key))?.lastOrder, line.last_order));
  const orderOf = (key: string): number => lastOrders.get(key) ?? 0;
  const sorted = [...lastOrders.keys()].sort((a, b) => orderOf(a) - orderOf(b) || (a < b ? -1 : 1));
  order = arranged(order, sorted, held.value);
  const out = order.flatMap((key): Row[] => {
    const line = byKey.get(key);
    const before = last.get(key) ?? leaving.get(key);
    if (line === undefined) return before === undefined ? [] : [{ ...before, gone: true, decided: isDecided(deciding.value, before.line), lapsed: leaving.get(key)?.lapsed ?? false, change: null }];
    return [
      {
        key,
        line,
        lastOrder: orderOf(key),
        recommendation: advised.get(key) ?? null,
        seen: shown.value?.revision ?? line.since,
        gone: false,
        decided: false,
        lapsed: false,
        change: changes.get(key)?.change ?? null,
      },
    ];
  });
  last.clear();
  for (const row of out) last.set(row.key, row);
  return out;
});

/** A row that leaves, with why as far as that is known. */
function leavingRow(row: Row, now: readonly Line[]): Row {
  const { line } = row;
  const lapsed = hasLapsed(
    {
      lastOrder: line.last_order,
      isThere: tracks.has(line.track),
      replaced: now.some(({ track }) => track === line.track),
      held: measures.peek()?.weapons_control === 'hold',
    },
    nowMs.peek(),
  );
  return { ...row, lapsed };
}

/** Follow what each plan changes among the lines; returns how to stop. */
export function followPlan(): () => void {
  let before: readonly Line[] | null = null;
  let seen: ReadonlyMap<string, Row> = new Map();
  const told = new Map<string, number>();
  const take = (now: readonly Line[]): void => {
    const was = new Map((before ?? []).map((line) => [keyOf(line), line]));
    const whole = compared(before ?? [], now, told, nowMs.peek());
    const found = { ...whole, gone: whole.gone.filter((key) => !isDecided(deciding.peek(), was.get(key) as Line)) };
    for (const line of now) if (!was.has(keyOf(line)) || found.changes.has(keyOf(line))) told.set(keyOf(line), line.last_order);
    if (found.changes.size + found.gone.length === 0) return;
    const untilMs = tickMs.peek() + SHOWN_MS;
    const all = added(news.peek(), found, now, untilMs);
    const left = (key: string): Row | undefined => (found.gone.includes(key) && seen.has(key) ? leavingRow(seen.get(key) as Row, now) : leaving.get(key));
    leaving = new Map([...all.gone.keys()].flatMap((key) => [[key, left(key)] as const]).filter((each): each is [string, Row] => each[1] !== undefined));
    const counts = summed(all, new Set([...leaving].filter(([, { lapsed }]) => lapsed).map(([key]) => key)));
    batch(() => {
      news.value = all;
      summary.value = counts === null ? null : { number: (summary.peek()?.number ?? 0) + 1, untilMs, counts };
    });
  };
  const stops = [
    effect(() => {
      const now = plan.value === null ? null : open.value;
      // The first plan after none is no change of one.
      if (now === null) {
        told.clear();
        leaving = new Map();
        news.value = NO_NEWS;
        summary.value = null;
      } else if (before === null) for (const line of now) told.set(keyOf(line), line.last_order);
      else take(now);
      before = now;
      seen = new Map(rows.peek().map((row) => [row.key, row]));
    }),
    effect(() => {
      const nowMs = tickMs.value;
      news.value = current(news.peek(), nowMs);
      if ((summary.peek()?.untilMs ?? nowMs) < nowMs) summary.value = null;
    }),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}
