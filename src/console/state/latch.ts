/**
 * How alarms latch: a condition makes one, only a person ends it.
 *
 * What was acknowledged is an alarm again once it is worse: more of it, or another name.
 * Orders are due again and again in a raid, and a line that always asks to be acknowledged
 * is read by nobody: that they are is quiet for a while after it was acknowledged.
 */

export type Rank = 'alarm' | 'caution';

export interface Condition {
  readonly code: 'link_lost' | 'no_advice' | 'withdrawn' | 'orders_due' | 'orders_missed';
  readonly rank: Rank;
  readonly count: number;
  /** What it is about, by name, where somebody has to be told. */
  readonly about?: readonly string[];
}

export interface Alarm extends Condition {
  /** Whether the condition holds still; an alarm outlives it until acknowledged. */
  readonly active: boolean;
  readonly acknowledged: boolean;
  /** The largest count that was acknowledged, and the names. */
  readonly known: number;
  readonly knownNames: readonly string[];
  /** When the condition last held, by this machine's clock. */
  readonly heldMs: number;
}

/** What comes and goes all the time: acknowledged and over, it is remembered for so long. */
const RECURRING: ReadonlySet<Condition['code']> = new Set(['orders_due']);
const QUIET_MS = 60_000;

/** The alarms after a look at what holds: new ones latch, old ones stay until acknowledged. */
export function latched(before: readonly Alarm[], now: readonly Condition[], nowMs: number): readonly Alarm[] {
  const holding = new Map(now.map((each) => [each.code, each]));
  const kept = before.flatMap((alarm) => {
    const still = holding.get(alarm.code);
    return still === undefined ? ended(alarm, nowMs) : [goesOn(alarm, still, nowMs)];
  });
  const latchedBefore = new Set(kept.map(({ code }) => code));
  const fresh = now.filter(({ code }) => !latchedBefore.has(code)).map((each): Alarm => ({ ...each, active: true, acknowledged: false, known: 0, knownNames: [], heldMs: nowMs }));
  return fresh.length === 0 && kept.length === before.length && kept.every((each, index) => each === before[index]) ? before : [...kept, ...fresh];
}

function ended(alarm: Alarm, nowMs: number): readonly Alarm[] {
  const remembered = RECURRING.has(alarm.code) && (alarm.active || nowMs - alarm.heldMs < QUIET_MS);
  if (alarm.acknowledged && !remembered) return [];
  return [alarm.active ? { ...alarm, active: false, heldMs: nowMs } : alarm];
}

function goesOn(alarm: Alarm, still: Condition, nowMs: number): Alarm {
  const worse = still.count > alarm.known || (still.about ?? []).some((name) => !alarm.knownNames.includes(name));
  const acknowledged = alarm.acknowledged && !worse;
  const same = alarm.active && alarm.count === still.count && String(alarm.about) === String(still.about) && alarm.acknowledged === acknowledged;
  return same ? alarm : { ...alarm, ...still, active: true, acknowledged, heldMs: nowMs };
}

/** The alarms after one of them was acknowledged; what is over and does not recur goes at once. */
export function acknowledgedIn(alarms: readonly Alarm[], code: Condition['code']): readonly Alarm[] {
  return alarms.flatMap((alarm) => {
    if (alarm.code !== code) return [alarm];
    if (!alarm.active && !RECURRING.has(code)) return [];
    return [{ ...alarm, acknowledged: true, known: Math.max(alarm.known, alarm.count), knownNames: [...alarm.knownNames, ...(alarm.about ?? [])] }];
  });
}
