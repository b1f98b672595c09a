/** What is known of a decision that was confirmed and did not come back as entered. */
import type { Problem } from '../api/client';

/**
 * `refused` where it is certain that nothing was entered, `unsure` where something may have been.
 *
 * After an attempt whose answer was lost, that the person may not ask now says nothing of
 * that attempt: the service looks first who asks, and then what became of the request.
 */
export function outcomeOf({ status, code }: Problem, lost: boolean): 'refused' | 'unsure' {
  if (UNKNOWN.has(code)) return 'unsure';
  return lost && (status === 401 || status === 403) ? 'unsure' : 'refused';
}

const UNKNOWN: ReadonlySet<string> = new Set(['outcome_unknown', 'not_understood', 'internal']);
