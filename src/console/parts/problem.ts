/** Problems in the words of the reader. */
import type { Problem } from '../api/client';
import { t, tCode } from '../i18n/index';

/** Whether the catalogues have words for it. */
export const isKnown = ({ code }: Problem): boolean => tCode('problem', code) !== code;

/** One or two lines that say what happened and what to do. */
export function said(problem: Problem): string {
  const known = tCode('problem', problem.code);
  const title = known === problem.code ? t('problem.other', { code: problem.code }) : known;
  const [first] = problem.errors;
  const place = first === undefined ? '' : ` ${first.place}: ${first.value} → ${first.accepted}`;
  return `${title}${place}`;
}
