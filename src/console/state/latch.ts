/** How alarms latch: a condition makes one, only a person ends it. */

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
}

/** The alarms after a look at what holds: new ones latch, old ones stay until acknowledged. */
export function latched(before: readonly Alarm[], now: readonly Condition[]): readonly Alarm[] {
  const holding = new Map(now.map((each) => [each.code, each]));
  const kept = before.flatMap((alarm): Alarm[] => {
    const still = holding.get(alarm.code);
    if (still === undefined) return alarm.acknowledged ? [] : alarm.active ? [{ ...alarm, active: false }] : [alarm];
    const worse = still.count > alarm.count && alarm.acknowledged;
    const acknowledged = alarm.acknowledged && !worse;
    return alarm.active && alarm.count === still.count && String(alarm.about) === String(still.about) && alarm.acknowledged === acknowledged ? [alarm] : [{ ...still, active: true, acknowledged }];
  });
  const known = new Set(before.map(({ code }) => code));
  const fresh_ = now.filter(({ code }) => !known.has(code)).map((each): Alarm => ({ ...each, active: true, acknowledged: false }));
  return fresh_.length === 0 && kept.length === before.length && kept.every((each, index) => each === before[index]) ? before : [...kept, ...fresh_];
}
