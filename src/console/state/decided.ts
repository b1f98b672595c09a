/** What people decided of a line: told apart from what a plan changed of it. */
import { isOver, type Deciding, type Decision, type Engagement } from '../api/desk';
import { keyOf } from './changes';

type Named = Pick<Decision, 'track' | 'fire_unit' | 'interceptor_type'>;

export interface Decisions {
  readonly engagements: readonly (Named & Pick<Engagement, 'state'> & { readonly decision: Named & Pick<Decision, 'by'> })[];
  readonly forbidden: Deciding['forbidden'];
}

/** What people decided of a line: `by` whom it was authorised, null where it was refused or held. */
export interface Found {
  readonly by: string | null;
}

/** Whether people have decided on what a line proposed, if only by another shot in its place. */
export const isDecided = (now: Decisions | null, line: Named): boolean => decisionOn(now, line) !== null;

/** What people have decided on what a line proposed; null for nothing. */
export function decisionOn(now: Decisions | null, line: Named): Found | null {
  if (now === null) return null;
  const key = keyOf(line);
  // The decision names the line; the engagement may be what it was amended to.
  const authorised = now.engagements.find((each) => !isOver(each) && (keyOf(each) === key || keyOf(each.decision) === key));
  if (authorised !== undefined) return { by: authorised.decision.by };
  return now.forbidden.some((each) => forbids(each, line)) ? { by: null } : null;
}

/** A hold is on the track, a refusal on a unit and, where it says so, one type of it. */
const forbids = (each: Deciding['forbidden'][number], line: Named): boolean =>
  each.track === line.track && (each.fire_unit ?? line.fire_unit) === line.fire_unit && (each.interceptor_type ?? line.interceptor_type) === line.interceptor_type;
