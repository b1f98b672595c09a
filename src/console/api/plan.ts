/** The plan and everything it says of itself. */
import { array, boolean, moment, nullable, number, object, string, literal, type Valid } from '../lib/validate';

const place = object({ latitude_deg: number, longitude_deg: number, altitude_m: number });
const window = object({ opens: moment, closes: moment });

export const alternative = object({
  fire_unit: string,
  position: string,
  interceptor_type: string,
  salvo_size: number,
  launch: moment,
  pk_planned: number,
  difference_meur: number,
});
export type Alternative = Valid<typeof alternative>;

export const recommendation = object({
  track: string,
  fire_unit: string,
  position: string,
  launch_from: place,
  interceptor_type: string,
  salvo_size: number,
  launch: moment,
  intercept: moment,
  assessed: moment,
  intercept_at: place,
  stage: number,
  p_needed: number,
  p_available: number,
  pk_low: number,
  pk_planned: number,
  pk_high: number,
  p_kill: number,
  debris_meur: number,
  firm: boolean,
  window,
  last_order: moment,
  damage_averted_meur: number,
  price_meur: number,
  refusal_meur: nullable(number),
  replacement: nullable(alternative),
  alternatives: array(alternative),
  assumes: array(string),
});
export type Recommendation = Valid<typeof recommendation>;

export const notEngaged = object({ track: string, reason: string, threat_value_meur: number, expected_leak_meur: number });
export type NotEngaged = Valid<typeof notEngaged>;

export const leaker = object({
  track: string,
  p_leak: number,
  expected_leak_meur: number,
  likely_asset: nullable(string),
  time_to_impact_s: nullable(number),
});
export type Leaker = Valid<typeof leaker>;

export const threat = object({
  track: string,
  threat_value_meur: number,
  p_decoy: number,
  lethality: number,
  p_no_asset: number,
  assets: array(
    object({ asset: string, p_asset: number, priority: number, damage_meur: number, contribution_meur: number, time_to_impact_s: number }),
  ),
  other_assets_meur: number,
  time_to_impact_s: nullable(number),
});
export type Threat = Valid<typeof threat>;

export const terms = object({ leaked_damage: number, rounds: number, debris: number, plan_change: number });

export const plan = object({
  revision: number,
  made_at: moment,
  method: string,
  value: number,
  bound: number,
  bound_all_launches: nullable(number),
  gap: number,
  averted_share: number,
  undefended: number,
  terms,
  recommendations: array(recommendation),
  not_engaged: array(notEngaged),
  leakers: array(leaker),
  threats: array(threat),
  assets: array(
    object({ asset: string, damage_undefended_meur: number, damage_expected_meur: number, undefendable_at: nullable(moment) }),
  ),
  stock_after: array(
    object({
      fire_unit: string,
      interceptor_type: string,
      rounds_before: number,
      rounds_committed: number,
      rounds_expected: number,
      rounds_for_forecast: number,
      min_reserve: number,
      rounds_after: number,
    }),
  ),
  prices: array(object({ fire_unit: string, position: string, interceptor_type: string, price_meur: number })),
  postures: array(object({ fire_unit: string, position: string, place })),
  withdrawn: array(object({ track: string, fire_unit: string, launched: boolean, reason: string })),
});
export type Plan = Valid<typeof plan>;

export const score = object({
  track: string,
  fire_unit: string,
  position: string,
  interceptor_type: string,
  best: nullable(
    object({
      salvo_size: number,
      launch: moment,
      window,
      p_available: number,
      pk_low: number,
      pk_planned: number,
      pk_high: number,
      damage_averted_meur: number,
      cost_meur: number,
      price_meur: number,
      net_gain_meur: number,
    }),
  ),
  reason: nullable(string),
});
export type Score = Valid<typeof score>;

export const scorePage = object({
  schema: literal('zaslin/score-page/1'),
  revision: number,
  made_at: moment,
  of_plan: nullable(number),
  scores: array(score),
  total: number,
  next: nullable(number),
});
