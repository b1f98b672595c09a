/** What belongs to a code of the server, ready to stand in a sentence. */
import { inert } from '../lib/inert';

const LONGEST = 60;

/** Names in it are of others: of feeds, of tracks. */
export function textParams(params: Readonly<Record<string, unknown>>): Record<string, string | number> {
  return Object.fromEntries(Object.entries(params).map(([key, value]) => [key, typeof value === 'number' ? value : inert(String(value), LONGEST)]));
}
