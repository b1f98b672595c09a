/** Documents that views ask for when they are open. */
import { array, boolean, literal, moment, nullable, number, object, record, string, unknown, withDefault, type Valid } from '../lib/validate';
import { plan, terms } from './plan';
import { measures } from './picture';

export const magazines = object({
  revision: number,
  now: moment,
  plan_revision: nullable(number),
  magazines: array(
    object({
      fire_unit: string,
      interceptor_type: string,
      kind: string,
      rounds_ready: number,
      rounds_stored: number,
      available: number,
      reserved: number,
      expended: number,
      min_reserve: number,
      cost_meur: number,
      price_meur: nullable(number),
      after_plan: nullable(number),
    }),
  ),
});
export type Magazine = Valid<typeof magazines>['magazines'][number];

/** Whether there is anything to count: electronic warfare spends no rounds. */
export const hasRounds = ({ kind }: Pick<Magazine, 'kind'>): boolean => kind !== 'electronic_warfare';

const sample = object({
  at: moment,
  threatening: number,
  decoys: number,
  expected_leak_meur: nullable(number),
  value: nullable(number),
  bound: nullable(number),
});
export type Sample = Valid<typeof sample>;

export const summary = object({
  revision: number,
  now: moment,
  tracks: number,
  threatening: number,
  by_identity: record(number),
  by_class: array(object({ threat_class: string, tracks: number, decoys: number })),
  decoys: number,
  decoy_share: number,
  axes: array(
    object({
      sector: literal('n', 'ne', 'e', 'se', 's', 'sw', 'w', 'nw'),
      tracks: number,
      decoys: number,
      by_class: record(number),
      engaged: number,
      expected_leak_meur: number,
      nearest_s: nullable(number),
      assets: array(string),
    }),
  ),
  outlook: nullable(
    object({
      revision: number,
      value: number,
      bound: number,
      gap: number,
      averted_share: number,
      undefended: number,
      expected_leak_meur: number,
      expected_leakers: number,
      firm: number,
      not_engaged: record(number),
    }),
  ),
  trend: array(sample),
});
export type Summary = Valid<typeof summary>;

const figures = object({
  revision: number,
  method: string,
  value: number,
  bound: number,
  gap: number,
  terms,
  firm: number,
  follow_ups: number,
  not_engaged: number,
  expected_leak_meur: number,
  rounds_committed: record(number),
});
export type Figures = Valid<typeof figures>;

const comparedShot = object({ track: string, fire_unit: string, interceptor_type: string, position: string, salvo_size: number, launch: moment });

export const compared = object({
  schema: literal('zaslin/what-if/1'),
  before: figures,
  after: figures,
  differences: array(
    object({
      track: string,
      change: literal('added', 'dropped', 'replaced'),
      before: array(comparedShot),
      after: array(comparedShot),
      leak_change_meur: number,
      reason: nullable(string),
    }),
  ),
  value_change_meur: number,
  planning_s: number,
  plan,
});
export type Compared = Valid<typeof compared>;

export const controlInForce = object({ revision: number, now: moment, control: measures });

export const widenings = object({
  widenings: array(
    object({ id: string, asked: object({ by: string, at: moment }), expires: moment, second: object({ code: string, params: record(unknown) }), control: measures }),
  ),
});

export const audit = object({
  desk: string,
  lines: array(object({ number, at: moment, by: string, kind: string, about: record(unknown) })),
  next: nullable(number),
});
export type AuditLine = Valid<typeof audit>['lines'][number];

export const checkpoint = object({ desk: string, size: number, root: string, note: string });
export type Checkpoint = Valid<typeof checkpoint>;

export const scenarios = object({
  scenarios: array(object({ name: string, title: string, starts: moment, duration_s: number })),
});

export const recordings = object({
  recordings: array(object({ id: string, kind: string, about: string, opened: moment, entries: number })),
});

export const running = object({
  kind: literal('exercise', 'replay'),
  desk: string,
  name: string,
  seed: withDefault(nullable(number), null),
  speed: number,
  paused: boolean,
  over: boolean,
  starts: moment,
  now: moment,
  ends: moment,
});
export type Running = Valid<typeof running>;
