/**
 * This console as a witness: it remembers how long the journal was, and its root then.
 *
 * A journal that is shorter than it was, or has another root at the same length, was
 * tampered with or rolled back; a hash chain alone cannot tell that.
 */
import type { Checkpoint } from '../api/records';

export type Verdict = 'first' | 'grown' | 'shorter' | 'forked';

interface Held {
  readonly size: number;
  readonly root: string;
}

const heldByDesk = new Map<string, Held>();

/** What the newest checkpoint says beside what was held; it is held from now on if it fits. */
export function judge(newest: Checkpoint): Verdict {
  const held = heldByDesk.get(newest.desk);
  if (held !== undefined && newest.size < held.size) return 'shorter';
  if (held !== undefined && newest.size === held.size && newest.root !== held.root) return 'forked';
  heldByDesk.set(newest.desk, { size: newest.size, root: newest.root });
  return held === undefined ? 'first' : 'grown';
}

/** How many entries the last held checkpoint vouches for. */
export function witnessed(desk: string): number {
  return heldByDesk.get(desk)?.size ?? 0;
}

/** For another journal, as when an exercise begins anew. */
export function release(desk: string): void {
  heldByDesk.delete(desk);
}
