/** How a desk stands, and where decisions stand. */
import { array, boolean, literal, moment, nullable, number, object, record, string, unknown, type Valid } from '../lib/validate';
import { alternative, plan } from './plan';
import { forbiddenPairing, mode, weaponsControl } from './picture';

export const state = literal('live', 'degraded', 'stale', 'no_advice', 'sim', 'replay');
export type State = Valid<typeof state>;

export const coded = object({ code: string, params: record(unknown) });
export type Coded = Valid<typeof coded>;

export const standing = object({ state, underlying: state, reasons: array(coded) });
export type Standing = Valid<typeof standing>;

export const verdict = literal('authorise', 'refuse', 'hold', 'amend');
export type Verdict = Valid<typeof verdict>;

export const health = object({
  schema: literal('zaslin/health/1'),
  desk: string,
  mode,
  epoch: string,
  sequence: number,
  time: moment,
  now: moment,
  standing,
  version: number,
  plan_revision: nullable(number),
  plan_age_s: nullable(number),
  plan_oldest_s: number,
  feeds: array(object({ source: string, age_s: nullable(number) })),
  stages: record(number),
});
export type Health = Valid<typeof health>;

export const deskCounts = object({
  tracks: number,
  hostile: number,
  fire_units: number,
  assets: number,
  engagements: number,
  open_lines: number,
  nominations: number,
});

export const desk = object({
  name: string,
  mode,
  standing,
  now: moment,
  version: number,
  revision: number,
  entries: number,
  plan_revision: nullable(number),
  plan_made_at: nullable(moment),
  plan_confirmed_at: nullable(moment),
  counts: deskCounts,
});
export type Desk = Valid<typeof desk>;
export const desks = object({ desks: array(desk) });

export const line = object({
  track: string,
  fire_unit: string,
  interceptor_type: string,
  position: string,
  salvo_size: number,
  launch: moment,
  last_order: moment,
  since: number,
  open: boolean,
  second: nullable(string),
});
export type Line = Valid<typeof line>;

export const shownPlan = object({
  schema: literal('zaslin/shown-plan/1'),
  desk: string,
  mode,
  now: moment,
  standing,
  revision: nullable(number),
  source: nullable(string),
  confirmed_at: nullable(moment),
  lines: array(line),
  plan: nullable(plan),
});
export type ShownPlan = Valid<typeof shownPlan>;

export const decision = object({
  by: string,
  verdict,
  revision: number,
  seen_revision: nullable(number),
  track: string,
  fire_unit: string,
  interceptor_type: string,
  launch: moment,
  decided_at: moment,
  why: string,
  confirmed_by: string,
});
export type Decision = Valid<typeof decision>;

export const engagement = object({
  id: string,
  state: literal('authorised', 'reported_fired', 'assessed', 'aborted', 'expired'),
  outcome: nullable(literal('killed', 'missed', 'unknown')),
  track: string,
  fire_unit: string,
  interceptor_type: string,
  position: string,
  salvo_size: number,
  launch: moment,
  intercept: moment,
  assessed: moment,
  pk: number,
  launched: boolean,
  decision,
});
export type Engagement = Valid<typeof engagement>;

/** Whether nothing more becomes of an engagement. */
export const isOver = ({ state }: Pick<Engagement, 'state'>): boolean => state === 'assessed' || state === 'aborted' || state === 'expired';

export const preparedShot = object({
  track: string,
  fire_unit: string,
  position: string,
  interceptor_type: string,
  salvo_size: number,
  launch: moment,
  intercept: moment,
  assessed: moment,
  window: object({ opens: moment, closes: moment }),
  last_order: moment,
  pk_low: number,
  pk_planned: number,
  pk_high: number,
  p_kill: number,
  damage_averted_meur: number,
  price_meur: number,
});

export const review = object({
  verdict,
  revision: number,
  seen_revision: number,
  track: string,
  fire_unit: string,
  interceptor_type: string,
  launch: moment,
  shot: nullable(preparedShot),
  forbids: nullable(forbiddenPairing),
  weapons_control: weaponsControl,
  rounds_ready_after: nullable(number),
  rounds_left_after: nullable(number),
  reserve: nullable(number),
  refusal_meur: nullable(number),
  replacement: nullable(alternative),
  checks: array(object({ code: string, passed: boolean, params: record(unknown) })),
  second: nullable(coded),
});
export type Review = Valid<typeof review>;

export const prepared = object({
  schema: literal('zaslin/preparation/1'),
  token: string,
  expires: moment,
  valid_s: number,
  review,
});
export type Prepared = Valid<typeof prepared>;

export const nomination = object({ id: string, decision, why: coded, review: nullable(review) });
export type Nomination = Valid<typeof nomination>;
export const nominations = object({ nominations: array(nomination) });

export const deciding = object({
  schema: literal('zaslin/deciding/1'),
  desk: string,
  entries: number,
  revision: nullable(number),
  lines: array(line),
  engagements: array(engagement),
  nominations: array(nomination),
  forbidden: array(forbiddenPairing),
  open_lines: number,
});
export type Deciding = Valid<typeof deciding>;

export const entered = object({
  schema: literal('zaslin/decision/1'),
  status: literal('decided', 'nominated', 'withdrawn', 'released'),
  number: number,
  revision: number,
  decision: nullable(decision),
  engagement: nullable(engagement),
  forbidden: nullable(forbiddenPairing),
  nomination: nullable(string),
});
export type Entered = Valid<typeof entered>;
