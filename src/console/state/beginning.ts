/** Where a person begins in the queue: at a line that can be decided on in time. */

/** To read a line and to confirm it. */
const TO_DECIDE_MS = 10_000;
/** To give one's password before that. */
const TO_GIVE_PASSWORD_MS = 15_000;

/**
 * The first of some lines, by their last moments to order, that leaves the time it takes.
 *
 * Where none does, the one that leaves the most; 0 without any line.
 */
export function beginning(lastOrders: readonly number[], nowMs: number, passwordGiven: boolean): number {
  const needed = passwordGiven ? TO_DECIDE_MS : TO_DECIDE_MS + TO_GIVE_PASSWORD_MS;
  const inTime = lastOrders.findIndex((at) => at - nowMs >= needed);
  return inTime >= 0 ? inTime : Math.max(0, lastOrders.indexOf(Math.max(...lastOrders)));
}
