/** What a new plan changed on the map: shots that came, shots that went, for some seconds. */
import type { ShotMark } from './defence';

export interface Change {
  readonly shot: ShotMark;
  readonly what: 'new' | 'gone';
  readonly sinceMs: number;
}

export const SHOWN_MS = 8_000;

const pairOf = ({ track, unit }: ShotMark): string => `${track}\n${unit}`;

/** Advised shots that were not there before, and those that are there no more in any state. */
export function difference(before: readonly ShotMark[], after: readonly ShotMark[], nowMs: number): readonly Change[] {
  const were = new Set(before.map(pairOf));
  const are = new Set(after.map(pairOf));
  const advised = (shots: readonly ShotMark[], others: ReadonlySet<string>): readonly ShotMark[] =>
    shots.filter((shot) => shot.state === 'advised' && !others.has(pairOf(shot)));
  return [
    ...advised(after, were).map((shot) => ({ shot, what: 'new', sinceMs: nowMs }) as const),
    ...advised(before, are).map((shot) => ({ shot, what: 'gone', sinceMs: nowMs }) as const),
  ];
}

/** What is still shown with what has just changed; the latest word on a shot is the one that counts. */
export function carriedOn(shown: readonly Change[], latest: readonly Change[], nowMs: number): readonly Change[] {
  const told = new Set(latest.map(({ shot }) => pairOf(shot)));
  const kept = shown.filter(({ shot, sinceMs }) => nowMs - sinceMs < SHOWN_MS && !told.has(pairOf(shot)));
  return kept.length === shown.length && latest.length === 0 ? shown : [...kept, ...latest];
}

/** How much is left to be seen of a change, in quarters; all of it where motion is not wanted. */
export function strength({ sinceMs }: Change, nowMs: number, still: boolean): number {
  if (still) return 1;
  const left = 1 - (nowMs - sinceMs) / SHOWN_MS;
  return Math.min(1, Math.max(1, Math.ceil(left * 4)) / 4);
}
