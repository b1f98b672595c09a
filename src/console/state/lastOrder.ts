/**
 * The last moment to order as a countdown that runs.
 *
 * A plan tries launches in steps from its own moment, so what it says is up to a step too
 * early, moves on with every plan, and then falls by a step.  What it said first counts
 * for as long as its later words lie within a step of that: never later than what the
 * plan says, and as steady as a clock.
 */

/** The coarsest step of the parameters that the service ships (configs/params). */
export const STEP_MS = 20_000;

/** The moment to count down to, after what it was and what the latest plan says. */
export const steadied = (before: number | undefined, said: number): number => (before !== undefined && before <= said && said < before + STEP_MS ? before : said);
