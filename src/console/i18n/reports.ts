/** What crews report, and what is recorded of it. */
import type { Pairs } from './pair';

export const reports = {
  'record.done': ['Записано', 'Entered'],
} as const satisfies Pairs;
