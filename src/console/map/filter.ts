/** Which objects the map shows: by what they are and by whose they are. */
import type { Track } from '../api/picture';
import type { Figure, Identity } from './symbols';

/** A track counts as a decoy here if it is one more likely than not. */
export type Kind = Figure | 'decoy';

export const KINDS: readonly Kind[] = ['one_way_attack', 'jet_one_way_attack', 'cruise_missile', 'reconnaissance', 'decoy', 'object', 'crewed', 'civil'];
export const IDENTITIES: readonly Identity[] = ['hostile', 'suspect', 'unknown', 'pending', 'neutral', 'assumed_friend', 'friend'];

export interface Filter {
  readonly threatsOnly: boolean;
  readonly hiddenKinds: ReadonlySet<Kind>;
  readonly hiddenIdentities: ReadonlySet<Identity>;
}

export const EVERYTHING: Filter = { threatsOnly: false, hiddenKinds: new Set(), hiddenIdentities: new Set() };

const DECOY_FROM = 0.5;

/** What is drawn: people or passengers before anything else, then the likeliest class. */
export function figure(track: Pick<Track, 'civil' | 'crew' | 'class_probabilities'>): Figure {
  if (track.civil) return 'civil';
  if (track.crew !== 'uncrewed') return 'crewed';
  let best: Figure = 'object';
  let most = 0;
  for (const name in track.class_probabilities) {
    const share = track.class_probabilities[name] ?? 0;
    if (share > most) [best, most] = [name as Figure, share];
  }
  return best;
}

export function kind(track: Pick<Track, 'civil' | 'crew' | 'class_probabilities' | 'p_decoy'>): Kind {
  const drawn = figure(track);
  return track.p_decoy >= DECOY_FROM && drawn !== 'civil' && drawn !== 'crewed' ? 'decoy' : drawn;
}

/** Whether a track counts as a threat on the map: hostile, uncrewed, engageable or nearly. */
export const threatening = (track: Pick<Track, 'refusal' | 'identity' | 'crew'>): boolean =>
  track.refusal === null || (track.identity === 'hostile' && track.crew === 'uncrewed');

export const isOn = (filter: Filter): boolean => filter.threatsOnly || filter.hiddenKinds.size > 0 || filter.hiddenIdentities.size > 0;

export function passes(track: Track, filter: Filter): boolean {
  if (filter.threatsOnly && !threatening(track)) return false;
  if (filter.hiddenIdentities.size > 0 && filter.hiddenIdentities.has(track.identity)) return false;
  return filter.hiddenKinds.size === 0 || !filter.hiddenKinds.has(kind(track));
}

/** The set with a member put in, or taken out if it was there. */
export function flipped<T>(set: ReadonlySet<T>, member: T): ReadonlySet<T> {
  const out = new Set(set);
  if (!out.delete(member)) out.add(member);
  return out;
}
