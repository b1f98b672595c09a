/**
 * How old what is shown can be, by the console's own clock alone.
 *
 * A service that is frozen keeps its connections open and says nothing, so silence
 * itself is the sign.  Leaving red takes a whole new picture and a plan, not one packet.
 */

export const AMBER_AFTER_MS = 2_000;
export const RED_AFTER_MS = 5_000;

export type Freshness = 'fresh' | 'amber' | 'red';

/** What the link has told so far; times are of a clock that never goes back. */
export interface Link {
  readonly heardAtMs: number;
  /** Whether picture, plan and state have come since the link was last red. */
  readonly whole: boolean;
}

export const NEVER: Link = { heardAtMs: Number.NEGATIVE_INFINITY, whole: false };

export function freshness(link: Link, nowMs: number): Freshness {
  const silentMs = nowMs - link.heardAtMs;
  if (silentMs >= RED_AFTER_MS || !link.whole) return 'red';
  return silentMs >= AMBER_AFTER_MS ? 'amber' : 'fresh';
}

/** The link after a message. */
export function heard(link: Link, nowMs: number, whole: boolean): Link {
  const wasRed = nowMs - link.heardAtMs >= RED_AFTER_MS;
  return { heardAtMs: nowMs, whole: whole || (link.whole && !wasRed) };
}

/** Advice may be read and decided on only while it is fresh or just growing old. */
export const mayAdvise = (state: Freshness): boolean => state !== 'red';

/** Decisions are taken on fresh advice alone. */
export const mayDecide = (state: Freshness): boolean => state === 'fresh';
