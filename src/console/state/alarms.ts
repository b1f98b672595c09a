/**
 * Alarms: few, grouped, latched until somebody acknowledges them.
 *
 * One alarm stands for a condition, not for a track: "4 orders due" and not four alarms.
 * Muting stops the sound; the line stays.
 */
import { computed, effect, signal } from '@preact/signals';
import { fresh, health, nowMs, plan } from './desk';
import { rows } from './queue';
import { muted } from './settings';

export type Rank = 'alarm' | 'caution';

export interface Condition {
  readonly code: 'link_lost' | 'no_advice' | 'withdrawn' | 'orders_due' | 'orders_missed';
  readonly rank: Rank;
  readonly count: number;
}

export interface Alarm extends Condition {
  /** Whether the condition holds still; an alarm outlives it until acknowledged. */
  readonly active: boolean;
  readonly acknowledged: boolean;
}

const DUE_S = 15;

/** What holds now. */
export const conditions = computed<readonly Condition[]>(() => {
  const out: Condition[] = [];
  if (fresh.value === 'red') out.push({ code: 'link_lost', rank: 'alarm', count: 1 });
  const state = health.value?.standing.underlying;
  if (fresh.value !== 'red' && (state === 'no_advice' || state === 'stale')) out.push({ code: 'no_advice', rank: 'alarm', count: 1 });
  const withdrawn = plan.value?.withdrawn.length ?? 0;
  if (withdrawn > 0) out.push({ code: 'withdrawn', rank: 'alarm', count: withdrawn });
  const left = rows.value.filter(({ gone }) => !gone).map(({ line }) => (line.last_order - nowMs.value) / 1000);
  const due = left.filter((seconds) => seconds >= 0 && seconds < DUE_S).length;
  const missed = left.filter((seconds) => seconds < 0).length;
  if (due > 0) out.push({ code: 'orders_due', rank: 'caution', count: due });
  if (missed > 0) out.push({ code: 'orders_missed', rank: 'caution', count: missed });
  return out;
});

export const alarms = signal<readonly Alarm[]>([]);

/** The alarms after a look at what holds: new ones latch, old ones stay until acknowledged. */
export function latched(before: readonly Alarm[], now: readonly Condition[]): readonly Alarm[] {
  const holding = new Map(now.map((each) => [each.code, each]));
  const kept = before.flatMap((alarm): Alarm[] => {
    const still = holding.get(alarm.code);
    if (still === undefined) return alarm.acknowledged ? [] : alarm.active ? [{ ...alarm, active: false }] : [alarm];
    const worse = still.count > alarm.count && alarm.acknowledged;
    const acknowledged = alarm.acknowledged && !worse;
    return alarm.active && alarm.count === still.count && alarm.acknowledged === acknowledged ? [alarm] : [{ ...still, active: true, acknowledged }];
  });
  const known = new Set(before.map(({ code }) => code));
  const fresh_ = now.filter(({ code }) => !known.has(code)).map((each): Alarm => ({ ...each, active: true, acknowledged: false }));
  return fresh_.length === 0 && kept.length === before.length && kept.every((each, index) => each === before[index]) ? before : [...kept, ...fresh_];
}

export function acknowledge(code: Condition['code']): void {
  alarms.value = alarms.value.flatMap((alarm) => (alarm.code !== code ? [alarm] : alarm.active ? [{ ...alarm, acknowledged: true }] : []));
}

const BEEP_S = 0.18;
const EVERY_MS = 4_000;
const PITCH_HZ: Readonly<Record<Rank, number>> = { alarm: 880, caution: 520 };

/** Latch what comes up, and sound it until it is acknowledged or muted. */
export function watchAlarms(makeAudio: () => AudioContext): () => void {
  let audio: AudioContext | undefined;
  const beep = (rank: Rank): void => {
    audio ??= makeAudio();
    const tone = audio.createOscillator();
    const volume = audio.createGain();
    volume.gain.value = 0.12;
    tone.frequency.value = PITCH_HZ[rank];
    tone.connect(volume).connect(audio.destination);
    tone.start();
    tone.stop(audio.currentTime + BEEP_S);
  };
  const stop = effect(() => {
    const now = conditions.value;
    alarms.value = latched(alarms.peek(), now);
  });
  const sounding = setInterval(() => {
    const open = alarms.value.filter(({ acknowledged }) => !acknowledged);
    if (open.length > 0 && !muted.value && navigator.userActivation.hasBeenActive) {
      beep(open.some(({ rank }) => rank === 'alarm') ? 'alarm' : 'caution');
    }
  }, EVERY_MS);
  return () => {
    stop();
    clearInterval(sounding);
  };
}
