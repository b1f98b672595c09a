/** What the plan on the screen has for a pairing, and whether a review of it still counts. */
import type { Line, Review } from '../api/desk';
import type { Recommendation } from '../api/plan';
import { keyOf } from './changes';
import { deciding, shown } from './desk';

interface Pairing {
  readonly track: string;
  readonly fire_unit: string;
  readonly interceptor_type: string;
}

/** What the plan on the screen says of a pairing; null if it does not ask for it. */
export function adviceOn(pairing: Pairing): Recommendation | null {
  const key = keyOf(pairing);
  return shown.value?.plan?.recommendations.find((each) => each.firm && keyOf(each) === key) ?? null;
}

/** The shot of a review as the plan has it; null where it has none, or where another one was put together. */
export function asPlanned({ shot, verdict }: Review): Recommendation | null {
  if (shot === null || verdict !== 'authorise') return null;
  const found = adviceOn(shot);
  return found !== null && found.salvo_size === shot.salvo_size && found.position === shot.position ? found : null;
}

/** The review with its shot as it is in the plan by now: what is entered. */
export function asEntered(review: Review): Review {
  const planned = asPlanned(review);
  if (review.shot === null || planned === null) return review;
  const { launch, intercept, last_order, pk_low, pk_planned, pk_high, p_kill, damage_averted_meur, price_meur } = planned;
  return { ...review, shot: { ...review.shot, launch, intercept, last_order, pk_low, pk_planned, pk_high, p_kill, damage_averted_meur, price_meur } };
}

/**
 * How a review of a decision on a line stands: as it was prepared, `anew` where the line
 * began again, or `gone`.
 *
 * A line begins again when its launch has moved on by more than the service takes for the
 * same shot; a decision on what was prepared before would be refused.  Fire may be held
 * whatever the plan asks for; what is refused or amended has to be there.
 */
export function standingOf(review: Review, pairing: Pairing): 'same' | 'anew' | 'gone' {
  if (review.verdict === 'hold') return 'same';
  const line = lineOf(pairing);
  if (line?.open !== true) return 'gone';
  if (review.verdict === 'authorise' && asPlanned(review) === null) return 'gone';
  return line.since <= review.seen_revision ? 'same' : 'anew';
}

function lineOf(pairing: Pairing): Line | undefined {
  const key = keyOf(pairing);
  return (deciding.value?.lines ?? shown.value?.lines)?.find((each) => keyOf(each) === key);
}
