/**
 * The order of a list under a person's hands: it never changes under the cursor.
 *
 * While the list is held, rows stay where they are; what has gone leaves its place
 * empty, what is new comes at the end.  Let go, it is sorted anew.
 */

export interface Slot {
  readonly key: string;
  /** No longer in the list, shown as gone until the list is let go. */
  readonly gone: boolean;
}

/** The keys as they are to be shown. */
export function arranged(previous: readonly Slot[], sorted: readonly string[], held: boolean): readonly Slot[] {
  if (!held) return sorted.map((key) => ({ key, gone: false }));
  const present = new Set(sorted);
  const known = new Set(previous.map(({ key }) => key));
  const kept = previous.map(({ key }) => ({ key, gone: !present.has(key) }));
  const fresh = sorted.filter((key) => !known.has(key)).map((key) => ({ key, gone: false }));
  return [...kept, ...fresh];
}

/** Whether letting go would move anything. */
export function wouldMove(slots: readonly Slot[], sorted: readonly string[]): boolean {
  return slots.length !== sorted.length || slots.some(({ key, gone }, index) => gone || key !== sorted[index]);
}
