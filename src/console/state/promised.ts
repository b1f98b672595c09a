/**
 * What a person saw of a shot when choosing it, held against what it comes to by now.
 *
 * While a password is given and a review is read the plan goes on, and may ask for the
 * same shot with much less to hope for: that is to be said, as nobody reads it twice.
 */

/** What a shot promises: the chance that the salvo kills, and what it averts. */
export interface Promised {
  readonly p_kill: number;
  readonly damage_averted_meur: number;
}

/** A chance of a kill that is lower by more than this is another shot to an officer. */
const CHANCE_LOST = 0.1;
/** So is one that averts less than this share of what it averted. */
const SHARE_LEFT = 0.75;
/** Less than this is read as nothing anyhow. */
const LEAST_MEUR = 0.05;

/** What can have been read of a shot, and how often it has become worse than that. */
export interface Read {
  readonly known: Promised;
  readonly falls: number;
}

/** The same once it comes to something else: nobody can have read yet what is worse. */
export function readOn(read: Read, now: Promised): Read {
  if (isWorse(read.known, now)) return { known: now, falls: read.falls + 1 };
  return isWorse(now, read.known) ? { ...read, known: now } : read;
}

/** Whether a shot has become so much worse that whoever chose it has to be told. */
export function isWorse(was: Promised, now: Promised): boolean {
  if (was.p_kill - now.p_kill > CHANCE_LOST) return true;
  const lost = was.damage_averted_meur - now.damage_averted_meur;
  return lost > LEAST_MEUR && now.damage_averted_meur < SHARE_LEFT * was.damage_averted_meur;
}
