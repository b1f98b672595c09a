/**
 * Alarms: few, grouped, latched until somebody acknowledges them.
 *
 * One alarm stands for a condition, not for a track: "4 orders due" and not four alarms.
 * Muting stops the sound; the line stays.
 */
import { computed, effect, signal } from '@preact/signals';
import type { Plan } from '../api/plan';
import { acknowledgedIn, latched, type Alarm, type Condition, type Named, type Rank } from './latch';
import { deskName, fresh, hasHeard, health, isOverdue, nowMs, plan, tickMs } from './desk';
import { rows } from './queue';
import { muted } from './settings';

const DUE_S = 15;

const shotName = ({ track, fire_unit: unit, launched }: Plan['withdrawn'][number]): Named => ({ name: `${track} → ${unit}`, flying: launched });

/** What holds now. */
export const conditions = computed<readonly Condition[]>(() => {
  const out: Condition[] = [];
  // Before the first word of the service nothing has been lost.
  if (fresh.value === 'red' && (hasHeard.value || isOverdue.value)) out.push({ code: 'link_lost', rank: 'alarm', count: 1 });
  const state = health.value?.standing.underlying;
  if (fresh.value !== 'red' && (state === 'no_advice' || state === 'stale')) out.push({ code: 'no_advice', rank: 'alarm', count: 1 });
  // What was due in a recording is over: it asks nobody to decide.
  if (health.value?.mode === 'replay') return out;
  const withdrawn = plan.value?.withdrawn ?? [];
  if (withdrawn.length > 0) out.push({ code: 'withdrawn', rank: 'alarm', count: withdrawn.length, about: withdrawn.map(shotName) });
  const due = rows.value.filter(({ gone, lastOrder }) => !gone && (lastOrder - nowMs.value) / 1000 < DUE_S).length;
  if (due > 0) out.push({ code: 'orders_due', rank: 'caution', count: due });
  return out;
});

export const alarms = signal<readonly Alarm[]>([]);

/** Those of desks that are not looked at, as they were when they were. */
const byDesk = signal<ReadonlyMap<string, readonly Alarm[]>>(new Map());

/** How many alarms of the live desk wait for somebody while another desk is looked at. */
export const waitingLive = computed(() => (byDesk.value.get('live') ?? []).filter(({ rank, acknowledged }) => rank === 'alarm' && !acknowledged).length);

export function acknowledge(code: Condition['code']): void {
  alarms.value = acknowledgedIn(alarms.value, code, tickMs.peek());
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
  let desk = deskName.peek();
  const stop = effect(() => {
    const now = conditions.value;
    if (desk !== deskName.value) {
      // What another desk's alarms are about is not to be done here; they wait there.
      const all = new Map([...byDesk.peek(), [desk, alarms.peek()] as const]);
      desk = deskName.value;
      alarms.value = all.get(desk) ?? [];
      all.delete(desk);
      byDesk.value = all;
    }
    // Until the desk has been heard of, that nothing is wrong there is not known.
    if (hasHeard.value || now.length > 0) alarms.value = latched(alarms.peek(), now, tickMs.peek());
  });
  const sounding = setInterval(() => {
    const open = alarms.value.filter(({ acknowledged }) => !acknowledged);
    const elsewhere = waitingLive.value > 0;
    if ((open.length > 0 || elsewhere) && !muted.value && navigator.userActivation.hasBeenActive) {
      beep(elsewhere || open.some(({ rank }) => rank === 'alarm') ? 'alarm' : 'caution');
    }
  }, EVERY_MS);
  return () => {
    stop();
    clearInterval(sounding);
  };
}
