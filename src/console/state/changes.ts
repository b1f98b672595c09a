/** What a new plan changed among the lines of the queue, in words that a person can act on. */

export interface Shot {
  readonly track: string;
  readonly fire_unit: string;
  readonly interceptor_type: string;
  readonly position: string;
  readonly salvo_size: number;
  /** Milliseconds since 1970: what a person still has time for, whenever the launch would be. */
  readonly last_order: number;
}

export type Change =
  | { readonly what: 'new' }
  | { readonly what: 'other_unit' | 'other_type'; readonly was: string }
  | { readonly what: 'position'; readonly was: string; readonly now: string }
  | { readonly what: 'earlier' | 'later'; readonly bySeconds: number }
  | { readonly what: 'salvo'; readonly was: number };

export interface Difference {
  /** Of lines that are there now, by their key. */
  readonly changes: ReadonlyMap<string, Change>;
  /** Keys of lines that are there no more, with nothing in their place. */
  readonly gone: readonly string[];
}

export const keyOf = (line: { readonly track: string; readonly fire_unit: string; readonly interceptor_type: string }): string =>
  `${line.track}\n${line.fire_unit}\n${line.interceptor_type}`;

/**
 * A last moment to order that moves by less is the same to a person, or by less than this
 * share of the time that is left; less time is sooner news than more.
 *
 * Launches are planned in steps from the moment of each plan, so it moves by less than a
 * step as plans go by.  The launch itself is no news: the soonest one moves on with the
 * clock, and nobody has told it to a crew before it is decided.
 */
const EARLIER_S = 20;
const LATER_S = 30;
const SAME_SHARE = 0.25;

/**
 * Compare two lists of lines.
 *
 * `told` has the last moment to order of each line as a person last heard of it, so that a
 * slow drift is told once it has come to something; `nowMs` is the desk's time.
 */
export function compared(before: readonly Shot[], now: readonly Shot[], told: ReadonlyMap<string, number>, nowMs: number): Difference {
  const were = new Map(before.map((each) => [keyOf(each), each]));
  const are = new Set(now.map(keyOf));
  const left = before.filter((each) => !are.has(keyOf(each)));
  const changes = new Map<string, Change>();
  for (const shot of now) {
    const key = keyOf(shot);
    const same = were.get(key);
    const at = same === undefined ? left.findIndex(({ track }) => track === shot.track) : -1;
    const [replaced] = at < 0 ? [] : left.splice(at, 1);
    const change = same !== undefined ? altered(same, shot, told.get(key) ?? same.last_order, nowMs) : replaced !== undefined ? other(replaced, shot) : ({ what: 'new' } as const);
    if (change !== null) changes.set(key, change);
  }
  return { changes, gone: left.map(keyOf) };
}

function altered(before: Shot, now: Shot, toldOrder: number, nowMs: number): Change | null {
  // First what makes a crew drive.
  if (before.position !== now.position) return { what: 'position', was: before.position, now: now.position };
  if (before.salvo_size !== now.salvo_size) return { what: 'salvo', was: before.salvo_size };
  const by = Math.round((now.last_order - toldOrder) / 1000);
  const leftS = (Math.min(toldOrder, now.last_order) - nowMs) / 1000;
  if (Math.abs(by) < Math.max(by < 0 ? EARLIER_S : LATER_S, SAME_SHARE * leftS)) return null;
  return { what: by < 0 ? 'earlier' : 'later', bySeconds: Math.abs(by) };
}

function other(before: Shot, now: Shot): Change {
  return before.fire_unit === now.fire_unit ? { what: 'other_type', was: before.interceptor_type } : { what: 'other_unit', was: before.fire_unit };
}

/** What is news still, each until a moment of this machine's clock. */
export interface News {
  readonly changes: ReadonlyMap<string, { readonly change: Change; readonly untilMs: number }>;
  readonly gone: ReadonlyMap<string, number>;
}

export const NO_NEWS: News = { changes: new Map(), gone: new Map() };

const ALTERS: ReadonlySet<Change['what']> = new Set(['earlier', 'later', 'salvo', 'position']);

/**
 * The news after another difference.
 *
 * A quick plan and a better one follow each other within a second: what is new stays
 * new when it moves as well, and what comes back as it was has never been away.
 */
export function added(news: News, found: Difference, now: readonly Shot[], untilMs: number): News {
  const are = new Set(now.map(keyOf));
  const gone = new Map([...news.gone, ...found.gone.map((key) => [key, untilMs] as const)].filter(([key]) => !are.has(key)));
  // What was new before it went is new when it comes back.
  const changes = new Map([...news.changes].filter(([key]) => are.has(key) || gone.has(key)));
  for (const [key, change] of found.changes) {
    const before = changes.get(key)?.change;
    const cameBack = change.what === 'new' && news.gone.has(key);
    const lesser = before !== undefined && !ALTERS.has(before.what) && ALTERS.has(change.what);
    const still = change.what !== 'new' && !ALTERS.has(change.what) && wasNew(news, key, are);
    if (!cameBack && !lesser) changes.set(key, { change: still ? { what: 'new' } : change, untilMs });
  }
  return { changes, gone };
}

/** Whether the line that another one replaces was new itself: then the track's line is new still. */
function wasNew(news: News, key: string, are: ReadonlySet<string>): boolean {
  return [...news.changes].some(([each, { change }]) => change.what === 'new' && !are.has(each) && trackOf(each) === trackOf(key));
}

const trackOf = (key: string): string => key.slice(0, key.indexOf('\n'));

/** The news without what has been shown for long enough; the same if there is no such thing. */
export function current(news: News, nowMs: number): News {
  const changes = new Map([...news.changes].filter(([, { untilMs }]) => untilMs > nowMs));
  const gone = new Map([...news.gone].filter(([, untilMs]) => untilMs > nowMs));
  return changes.size === news.changes.size && gone.size === news.gone.size ? news : { changes, gone };
}

export interface Summary {
  readonly fresh: number;
  /** Another unit or another type shoots. */
  readonly replaced: number;
  /** The same shoots, from elsewhere, at another time or with another salvo. */
  readonly altered: number;
  readonly gone: number;
  /** Gone as their time ran out. */
  readonly lapsed: number;
}

/** How many of each; null if there is nothing that a person would have to know. */
export function summed({ changes, gone }: News, lapsed: ReadonlySet<string> = new Set()): Summary | null {
  if (changes.size + gone.size === 0) return null;
  const whats = [...changes].filter(([key]) => !gone.has(key)).map(([, { change }]) => change.what);
  const fresh = whats.filter((what) => what === 'new').length;
  const altered = whats.filter((what) => ALTERS.has(what)).length;
  const ranOut = [...gone.keys()].filter((key) => lapsed.has(key)).length;
  return { fresh, replaced: whats.length - fresh - altered, altered, gone: gone.size - ranOut, lapsed: ranOut };
}
