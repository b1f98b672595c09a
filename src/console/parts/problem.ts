/** Problems in the words of the reader. */
import type { Problem } from '../api/client';
import { t, tCode } from '../i18n/index';
import { inert } from '../lib/inert';
import { object, record, string, unknown, validate, withDefault } from '../lib/validate';
import { textParams } from './params';

const why = object({ reason: string, params: withDefault(record(unknown), {}) });

const LONGEST = 300;

/** Codes that say no more than that it cannot be done. */
const SAYS_LITTLE: ReadonlySet<string> = new Set(['decision_refused', 'conflict']);

/**
 * Why it came to nothing, where the title does not say it.
 *
 * What the service says in prose is for who looks after it: people read it only where
 * the catalogues have no words for its code.
 */
export function whyOf(problem: Problem): string {
  const known = tCode('problem', problem.code) !== problem.code;
  const read = validate(why, problem.members);
  if (read.ok) {
    const { reason, params } = read.value;
    const of = textParams(params);
    const inWords = tCode('refused', reason, { ...of, reason: tCode('reason', String(of['reason'] ?? '')) });
    if (inWords !== reason) return inWords;
  }
  return known && !SAYS_LITTLE.has(problem.code) ? '' : inert(problem.detail, LONGEST);
}

/** One or two lines that say what happened and what to do. */
export function said(problem: Problem): string {
  const narrower = `${problem.code}.${String(problem.members['reason'])}`;
  const narrow = tCode('problem', narrower);
  const known = narrow === narrower ? tCode('problem', problem.code) : narrow;
  const title = known === problem.code ? t('problem.other', { code: problem.code }) : known;
  const [first] = problem.errors;
  const place = first === undefined ? '' : ` ${first.place}: ${first.value} → ${first.accepted}`;
  return `${title}${place}`;
}

/** What happened, and why where the title does not say it. */
export function saidWhole(problem: Problem): string {
  const reason = whyOf(problem);
  return reason === '' ? said(problem) : `${said(problem)}. ${reason}`;
}
