/** Everything that the shown plan says about one track. */
import { array, nullable, number, object, record, string, type Valid } from '../lib/validate';
import { engagement } from './desk';
import { leaker, notEngaged, recommendation, score, threat } from './plan';

export const explanation = object({
  revision: number,
  track: string,
  lines: array(recommendation),
  not_engaged: nullable(notEngaged),
  leaker: nullable(leaker),
  threat: nullable(threat),
  engagements: array(engagement),
  scores: array(score),
  reasons: record(number),
});
export type Explanation = Valid<typeof explanation>;
