/** What people decided of a line: told apart from what a plan changed of it. */
import { isOver, type Deciding, type Decision, type Engagement } from '../api/desk';
import { keyOf } from './changes';

type Named = Pick<Decision, 'track' | 'fire_unit' | 'interceptor_type'>;

export interface Decisions {
  readonly engagements: readonly (Named & Pick<Engagement, 'state'> & { readonly decision: Named })[];
  readonly forbidden: Deciding['forbidden'];
}

/** Whether people have decided on what a line proposed, if only by another shot in its place. */
export function isDecided(now: Decisions | null, line: Named): boolean {
  if (now === null) return false;
  const key = keyOf(line);
  // The decision names the line; the engagement may be what it was amended to.
  const authorised = now.engagements.some((each) => !isOver(each) && (keyOf(each) === key || keyOf(each.decision) === key));
  return authorised || now.forbidden.some((each) => forbids(each, line));
}

/** A hold is on the track, a refusal on a unit and, where it says so, one type of it. */
const forbids = (each: Deciding['forbidden'][number], line: Named): boolean =>
  each.track === line.track && (each.fire_unit ?? line.fire_unit) === line.fire_unit && (each.interceptor_type ?? line.interceptor_type) === line.interceptor_type;
