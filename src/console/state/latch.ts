/**
 * How alarms latch: a condition makes one, only a person ends it.
 *
 * What was acknowledged is an alarm again once it is worse: more of it, or another name.
 * Orders are due again and again in a raid, now three and now four of them, and a line
 * that always asks to be acknowledged is read by nobody: that they are is quiet for a
 * minute after it was acknowledged, and asks again then.
 */

export type Rank = 'alarm' | 'caution';

/** A shot that somebody has to be told of. */
export interface Named {
  readonly name: string;
  /** A round in flight may still be called off by its crew. */
  readonly flying: boolean;
  /** Whether it holds no more; nobody has acknowledged it, so somebody has still to be told. */
  readonly over?: boolean;
}

export interface Condition {
  readonly code: 'link_lost' | 'no_advice' | 'withdrawn' | 'orders_due';
  readonly rank: Rank;
  readonly count: number;
  readonly about?: readonly Named[];
}

export interface Alarm extends Condition {
  /** Whether the condition holds still; an alarm outlives it until acknowledged. */
  readonly active: boolean;
  readonly acknowledged: boolean;
  /** What was acknowledged of that which holds: how many, and which. */
  readonly known: number;
  readonly knownNames: readonly string[];
  /** Until when the acknowledgement counts, by this machine's clock. */
  readonly quietUntilMs: number;
}

const RECURRING: ReadonlySet<Condition['code']> = new Set(['orders_due']);
const QUIET_MS = 60_000;

const namesOf = ({ about = [] }: Condition): readonly string[] => about.map(({ name, flying, over }) => `${name}\n${flying}\n${over === true}`);

/** The alarms after a look at what holds: new ones latch, old ones stay until acknowledged. */
export function latched(before: readonly Alarm[], now: readonly Condition[], nowMs: number): readonly Alarm[] {
  const holding = new Map(now.map((each) => [each.code, each]));
  const kept = before.flatMap((alarm) => {
    const still = holding.get(alarm.code);
    return still === undefined ? ended(alarm, nowMs) : [goesOn(alarm, still, nowMs)];
  });
  const latchedBefore = new Set(kept.map(({ code }) => code));
  const fresh = now.filter(({ code }) => !latchedBefore.has(code)).map((each): Alarm => ({ ...each, active: true, acknowledged: false, known: 0, knownNames: [], quietUntilMs: 0 }));
  return fresh.length === 0 && kept.length === before.length && kept.every((each, index) => each === before[index]) ? before : [...kept, ...fresh];
}

function ended(alarm: Alarm, nowMs: number): readonly Alarm[] {
  const remembered = RECURRING.has(alarm.code) && nowMs < alarm.quietUntilMs;
  if (alarm.acknowledged && !remembered) return [];
  return [alarm.active ? { ...alarm, active: false } : alarm];
}

function goesOn(alarm: Alarm, still: Condition, nowMs: number): Alarm {
  const names = namesOf(still);
  const recurs = RECURRING.has(alarm.code);
  const worse = !recurs && (still.count > alarm.known || names.some((name) => !alarm.knownNames.includes(name)));
  const acknowledged = alarm.acknowledged && !worse && nowMs < alarm.quietUntilMs;
  const told = acknowledged ? still : withUntold(alarm, still);
  if (alarm.active && alarm.acknowledged === acknowledged && alarm.count === told.count && String(namesOf(alarm)) === String(namesOf(told))) return alarm;
  // What holds no more is forgotten: it would be another one that came back.
  return { ...alarm, ...told, active: true, acknowledged, known: Math.min(alarm.known, still.count), knownNames: alarm.knownNames.filter((name) => names.includes(name)) };
}

/** What holds, with what is over before anybody has acknowledged it. */
function withUntold(alarm: Alarm, still: Condition): Condition {
  if (still.about === undefined) return still;
  const there = new Set(still.about.map(({ name }) => name));
  const untold = alarm.acknowledged ? [] : (alarm.about ?? []).filter(({ name }) => !there.has(name)).map((each) => ({ ...each, over: true }));
  return { ...still, count: still.count + untold.length, about: [...still.about, ...untold] };
}

/** The alarms after one of them was acknowledged; what is over and does not recur goes at once. */
export function acknowledgedIn(alarms: readonly Alarm[], code: Condition['code'], nowMs: number): readonly Alarm[] {
  const recurs = RECURRING.has(code);
  return alarms.flatMap((alarm) => {
    if (alarm.code !== code) return [alarm];
    if (!alarm.active && !recurs) return [];
    return [{ ...alarm, acknowledged: true, known: alarm.count, knownNames: namesOf(alarm), quietUntilMs: recurs ? nowMs + QUIET_MS : Number.POSITIVE_INFINITY }];
  });
}
