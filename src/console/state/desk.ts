/**
 * What this console knows of its desk: filled by the stream and by nothing else.
 *
 * Tracks are many and change five times a second, so they live in one map that is
 * changed in place; `trackVersion` tells views that it was.
 */
import { batch, computed, signal } from '@preact/signals';
import type { Deciding, Health, ShownPlan } from '../api/desk';
import type { Asset, FireUnit, InterceptorType, LivePicture, Measures, PictureDelta, Track } from '../api/picture';
import { freshness, heard, mayAdvise, mayDecide, NEVER, type Freshness, type Link } from './freshness';

/** How long a desk that was turned to may take to be heard of. */
const OVERDUE_MS = 5_000;

export const deskName = signal('live');
export const tracks = new Map<string, Track>();
export const trackVersion = signal(0);
export const fireUnits = signal<readonly FireUnit[]>([]);
export const interceptorTypes = signal<readonly InterceptorType[]>([]);
export const assets = signal<readonly Asset[]>([]);
export const measures = signal<Measures | null>(null);
export const health = signal<Health | null>(null);
export const shown = signal<ShownPlan | null>(null);
export const deciding = signal<Deciding | null>(null);

/** This machine's monotonic clock, ticking for everything that counts down. */
export const tickMs = signal(performance.now());

const link = signal<Link>(NEVER);
let pictureVersion: number | null = null;
let clockOffsetMs = 0;
let got = { picture: false, plan: false, health: false };

export const fresh = computed<Freshness>(() => freshness(link.value, tickMs.value));
export const silentS = computed(() => Math.max(0, (tickMs.value - link.value.heardAtMs) / 1000));

/** Whether picture, plan and state have all come once: before that nothing has been lost. */
export const hasHeard = signal(false);

/** When this console turned to another desk. */
const turnedAtMs = signal(Number.POSITIVE_INFINITY);

/** Whether a desk that was turned to has not been heard of for so long that it is lost. */
export const isOverdue = computed(() => !hasHeard.value && tickMs.value - turnedAtMs.value > OVERDUE_MS);

/** Whether the service itself gives advice: its own word, not this console's. */
const advises = computed(() => {
  const state = health.value?.standing.underlying;
  return state === 'live' || state === 'degraded';
});

/** The plan, if it may be read: gone when the link is red or the desk gives no advice. */
export const plan = computed(() => (mayAdvise(fresh.value) && advises.value ? (shown.value?.plan ?? null) : null));

/** Whether a person may decide now. */
export const canDecide = computed(() => mayDecide(fresh.value) && advises.value && health.value?.mode !== 'replay' && plan.value !== null);

/** The desk's own time, carried on by this machine's clock between messages. */
export const nowMs = computed(() => tickMs.value + clockOffsetMs);

export function takePicture(picture: LivePicture): void {
  batch(() => {
    tracks.clear();
    for (const each of picture.tracks) tracks.set(each.id, each);
    pictureVersion = picture.version;
    fireUnits.value = picture.fire_units;
    interceptorTypes.value = picture.interceptor_types;
    assets.value = picture.assets;
    measures.value = picture.control;
    trackVersion.value += 1;
    keepTime(picture.now);
    note('picture');
  });
}

/** Lay a delta over the picture; false if it does not follow on from it. */
export function takeDelta(delta: PictureDelta): boolean {
  if (pictureVersion === null || delta.since > pictureVersion) return false;
  batch(() => {
    for (const each of delta.tracks) tracks.set(each.id, each);
    for (const id of delta.gone) tracks.delete(id);
    pictureVersion = delta.version;
    if (delta.fire_units !== null) fireUnits.value = delta.fire_units;
    if (delta.control !== null) measures.value = delta.control;
    trackVersion.value += 1;
    keepTime(delta.now);
    note(null);
  });
  return true;
}

export function takePlan(document: ShownPlan): void {
  batch(() => {
    shown.value = document;
    note('plan');
  });
}

export function takeDeciding(document: Deciding): void {
  batch(() => {
    deciding.value = document;
    note(null);
  });
}

export function takeHealth(document: Health): void {
  batch(() => {
    health.value = document;
    keepTime(document.now);
    note('health');
  });
}

/** Nothing that is held is of the desk that is looked at from now on: names are the same at every desk. */
export function turnTo(desk: string): void {
  batch(() => {
    forget();
    hasHeard.value = false;
    turnedAtMs.value = performance.now();
    deskName.value = desk;
    tracks.clear();
    trackVersion.value += 1;
    fireUnits.value = [];
    interceptorTypes.value = [];
    assets.value = [];
    measures.value = null;
    health.value = null;
    shown.value = null;
    deciding.value = null;
  });
}

/** The link broke: nothing that is held counts until all has come anew. */
export function forget(): void {
  pictureVersion = null;
  got = { picture: false, plan: false, health: false };
  link.value = { ...link.value, whole: false };
}

/** Let time pass. */
export function tick(nowMs: number): void {
  tickMs.value = nowMs;
  if (freshness(link.value, nowMs) === 'red' && link.value.whole) forget();
}

function note(part: 'picture' | 'plan' | 'health' | null): void {
  if (part !== null) got = { ...got, [part]: true };
  const whole = got.picture && got.plan && got.health;
  if (whole) hasHeard.value = true;
  link.value = heard(link.value, performance.now(), whole);
}

function keepTime(deskMs: number): void {
  clockOffsetMs = deskMs - performance.now();
}
