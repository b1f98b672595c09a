/** Whether a line left the plan as its time ran out, as far as a console can tell. */
import { STEP_MS } from './lastOrder';

export interface Leaving {
  /** The last moment to order as the plan had it. */
  readonly lastOrder: number;
  /** Whether its track is still in the air. */
  readonly isThere: boolean;
  /** Whether the plan has another shot at the track. */
  readonly replaced: boolean;
  /** Whether weapons are on HOLD: then everything leaves the plan. */
  readonly held: boolean;
}

/** Lines go up to a step before their time is over: there is no launch left that a plan tries. */
export const hasLapsed = ({ lastOrder, isThere, replaced, held }: Leaving, nowMs: number): boolean => isThere && !replaced && !held && lastOrder - nowMs < STEP_MS;
