/** The picture as the service sends it: whole once, then what has changed. */
import { array, atLeast, boolean, literal, moment, nullable, number, object, positive, record, string, withDefault, type Valid } from '../lib/validate';

export const mode = literal('live', 'sim', 'replay');
export const identity = literal('pending', 'unknown', 'assumed_friend', 'friend', 'neutral', 'suspect', 'hostile');
export const crew = literal('uncrewed', 'possibly_crewed', 'crewed');
export const weaponsControl = literal('free', 'tight', 'hold');

export const track = object({
  id: string,
  latitude_deg: number,
  longitude_deg: number,
  altitude_m: number,
  speed_mps: number,
  course_deg: number,
  climb_mps: number,
  measured_at: moment,
  identity,
  crew,
  civil: boolean,
  class_probabilities: record(number),
  p_decoy: number,
  position_sigma_m: number,
  identification: nullable(object({ authority: string, method: string, expires: moment, declared: boolean })),
  refusal: nullable(string),
  held: boolean,
});
export type Track = Valid<typeof track>;

const magazine = object({
  interceptor_type: string,
  rounds_ready: number,
  rounds_stored: withDefault(number, 0),
  reload_time_s: withDefault(number, 0),
  min_reserve: withDefault(number, 0),
  rails: withDefault(nullable(number), null),
});

export const fireUnit = object({
  id: string,
  latitude_deg: number,
  longitude_deg: number,
  altitude_m: withDefault(number, 0),
  channels: number,
  magazines: array(magazine),
  reaction_time_s: withDefault(number, 10),
  setup_time_s: withDefault(number, 60),
  ready_at: withDefault(nullable(moment), null),
  sector: withDefault(nullable(object({ centre_deg: number, width_deg: number })), null),
  prepared_positions: withDefault(array(object({ id: string, latitude_deg: number, longitude_deg: number })), []),
});
export type FireUnit = Valid<typeof fireUnit>;

export const interceptorType = object({
  id: string,
  kind: string,
  speed_mps: number,
  min_range_m: number,
  max_range_m: number,
  min_altitude_m: number,
  max_altitude_m: number,
  cost_meur: withDefault(number, 0),
});
export type InterceptorType = Valid<typeof interceptorType>;

export const asset = object({
  id: string,
  latitude_deg: number,
  longitude_deg: number,
  value_meur: number,
  name: withDefault(string, ''),
});
export type Asset = Valid<typeof asset>;

const corner = object({ latitude_deg: number, longitude_deg: number });
const ring = atLeast(3, corner);

/** Legs of equal width along a line. */
export const corridor = object({ line: atLeast(2, corner), half_width_m: positive });

export const zone = object({
  id: string,
  polygon: withDefault(nullable(ring), null),
  corridor: withDefault(nullable(corridor), null),
  floor_m: withDefault(number, -500),
  ceiling_m: withDefault(number, 40_000),
  active_from: withDefault(nullable(moment), null),
  active_until: withDefault(nullable(moment), null),
  kinds: withDefault(array(string), []),
});
export type Zone = Valid<typeof zone>;

export const weaponsOrder = object({
  status: weaponsControl,
  polygon: withDefault(nullable(ring), null),
  kind: withDefault(nullable(string), null),
});
export type WeaponsOrder = Valid<typeof weaponsOrder>;

export const reserveOrder = object({
  interceptor_type: string,
  rounds: number,
  fire_unit: withDefault(nullable(string), null),
});

export const forbiddenPairing = object({
  track: string,
  fire_unit: withDefault(nullable(string), null),
  interceptor_type: withDefault(nullable(string), null),
});
export type ForbiddenPairing = Valid<typeof forbiddenPairing>;

export const measures = object({
  weapons_control: weaponsControl,
  orders: array(weaponsOrder),
  zones: array(zone),
  reserves: array(reserveOrder),
  priorities: record(number),
  forbidden: array(forbiddenPairing),
});
export type Measures = Valid<typeof measures>;

export const livePicture = object({
  schema: literal('zaslin/live-picture/1'),
  desk: string,
  mode,
  version: number,
  revision: number,
  now: moment,
  tracks: array(track),
  fire_units: array(fireUnit),
  interceptor_types: array(interceptorType),
  assets: array(asset),
  control: measures,
});
export type LivePicture = Valid<typeof livePicture>;

export const pictureDelta = object({
  schema: literal('zaslin/picture-delta/1'),
  desk: string,
  mode,
  since: number,
  version: number,
  revision: number,
  now: moment,
  tracks: array(track),
  gone: array(string),
  fire_units: nullable(array(fireUnit)),
  control: nullable(measures),
});
export type PictureDelta = Valid<typeof pictureDelta>;
