/**
 * The order of a list under a person's hands: it never changes under the cursor.
 *
 * While the list is held, rows stay where they are; what has gone keeps its place, what
 * is new comes at the end.  Let go, it is sorted anew.
 */

/** The keys as they are to be shown. */
export function arranged(previous: readonly string[], sorted: readonly string[], held: boolean): readonly string[] {
  if (!held) return sorted;
  const known = new Set(previous);
  return [...previous, ...sorted.filter((key) => !known.has(key))];
}
