/** What the latest plan changed among the shots on the map, while it is shown. */
import { computed, effect, signal } from '@preact/signals';
import type { ShotMark } from '../map/defence';
import { carriedOn, difference, type Change } from '../map/planChange';
import { deciding, fireUnits, plan, tickMs, tracks } from './desk';
import { shotMarks } from './shots';

export const shots = computed(() => shotMarks(plan.value, deciding.value, fireUnits.value, tracks));
export const changes = signal<readonly Change[]>([]);

/** Follow the plan for as long as somebody looks at it; returns how to stop. */
export function followChanges(): () => void {
  let before: readonly ShotMark[] | null = null;
  const stops = [
    effect(() => {
      const after = plan.value === null ? null : shots.value;
      // The first plan after none is no change of one.
      const latest = before === null || after === null ? [] : difference(before, after, tickMs.peek());
      changes.value = after === null ? [] : carriedOn(changes.peek(), latest, tickMs.peek());
      before = after;
    }),
    effect(() => {
      if (changes.value.length > 0) changes.value = carriedOn(changes.value, [], tickMs.value);
    }),
  ];
  return () => {
    for (const stop of stops) stop();
    changes.value = [];
  };
}
