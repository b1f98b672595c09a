/** What the map works out: predictions, measuring, filters, what a plan changed. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Asset, Track } from '../../src/console/api/picture';
import type { Threat } from '../../src/console/api/plan';
import { destination, leg, type LonLat } from '../../src/console/lib/geodesy';
import type { ShotMark, ShotState } from '../../src/console/map/defence';
import { EVERYTHING, figure, flipped, isOn, kind, passes } from '../../src/console/map/filter';
import { geodesic, measured, OFF, placeOf, put, toggled, type Measuring } from '../../src/console/map/measure';
import { carriedOn, difference, SHOWN_MS, strength } from '../../src/console/map/planChange';
import { cone, MINUTES, straightOn, towards } from '../../src/console/map/prediction';

const near = (value: number | undefined, wanted: number, within: number): void => assert.ok(value !== undefined && Math.abs(value - wanted) <= within, `${value}, wanted ${wanted}`);
const apart = (one: LonLat, other: LonLat): number => leg(one, other)?.distanceM ?? Number.NaN;

const TRACK: Track = {
  id: 'T1',
  latitude_deg: 50,
  longitude_deg: 30,
  altitude_m: 800,
  speed_mps: 50,
  course_deg: 90,
  climb_mps: 0,
  measured_at: 10_000,
  identity: 'hostile',
  crew: 'uncrewed',
  civil: false,
  class_probabilities: { one_way_attack: 0.7, cruise_missile: 0.3 },
  p_decoy: 0.2,
  position_sigma_m: 100,
  identification: null,
  refusal: null,
  held: false,
};
const PLACE: LonLat = [30, 50];

test('a track is predicted minute by minute from now, not from its measurement', () => {
  const made = straightOn(TRACK, 16_000);
  near(apart(PLACE, made.from), 50 * 6, 0.01);
  assert.equal(made.ahead.length, MINUTES);
  for (const { minute, at } of made.ahead) near(apart(PLACE, at), 50 * (6 + 60 * minute), 0.01);
});

test('what is not known of its place grows as the planner has it', () => {
  const made = straightOn(TRACK, 10_000);
  near(made.sigmaM, 100, 1e-9);
  near(made.ahead[4]?.sigmaM, Math.hypot(100, 2 * 300), 1e-9);
});

test('the cone is two standard deviations to either side', () => {
  const made = straightOn(TRACK, 10_000);
  const edge = cone(made);
  assert.equal(edge.length, 2 * (MINUTES + 1));
  near(apart(edge[0] ?? PLACE, edge.at(-1) ?? PLACE), 400, 0.1);
  near(apart(edge[MINUTES] ?? PLACE, edge[MINUTES + 1] ?? PLACE), 4 * (made.ahead[4]?.sigmaM ?? 0), 1);
});

test('what stands still has no path, and a clock that is behind does not turn it back', () => {
  assert.deepEqual(straightOn({ ...TRACK, speed_mps: 0 }, 10_000).ahead, []);
  assert.deepEqual(straightOn(TRACK, 0).from.map((each) => Math.round(each * 1e6) / 1e6), PLACE);
});

const ASSETS: readonly Asset[] = [
  { id: 'A1', latitude_deg: 50.5, longitude_deg: 31, value_meur: 10, name: '' },
  { id: 'A2', latitude_deg: 50.6, longitude_deg: 31, value_meur: 10, name: 'Substation' },
];
const share = (asset: string, p_asset: number) => ({ asset, p_asset, priority: 1, damage_meur: 1, contribution_meur: 1, time_to_impact_s: 60 });
const threat = (...assets: Threat['assets']): Threat => ({ track: 'T1', threat_value_meur: 1, p_decoy: 0, lethality: 1, p_no_asset: 0, assets, other_assets_meur: 0, time_to_impact_s: null });

test('its threat is split over assets, the likeliest first, the unlikely and unknown left out', () => {
  const routes = towards(threat(share('A1', 0.2), share('A2', 0.7), share('A9', 0.9), share('A1', 0.01)), ASSETS);
  assert.deepEqual(
    routes.map(({ name, p }) => [name, p]),
    [
      ['Substation', 0.7],
      ['A1', 0.2],
    ],
  );
  assert.deepEqual(towards(undefined, ASSETS), []);
});

const TRACKS = new Map([['T1', TRACK]]);
const EAST: LonLat = destination(PLACE, 90, 9_000);

test('measuring sets one end, then the other, then begins anew', () => {
  const first = put(toggled(OFF), { at: PLACE, track: null });
  assert.equal(first.phase, 'to');
  const second = put(first, { at: EAST, track: null });
  assert.equal(second.phase, 'done');
  assert.equal(put(second, { at: PLACE, track: null }).phase, 'to');
  assert.equal(toggled(second), OFF);
  assert.equal(put(OFF, { at: PLACE, track: null }), OFF);
});

test('it says length, direction and, from a track, the time at its speed', () => {
  const now: Measuring = { phase: 'done', from: { at: PLACE, track: 'T1' }, to: { at: EAST, track: null } };
  const made = measured(now, null, TRACKS);
  near(made?.distanceM, 9_000, 0.01);
  near(made?.bearingDeg, 90, 1e-6);
  near(made?.flight?.seconds, 180, 0.001);
  assert.equal(measured({ ...now, from: { at: PLACE, track: null } }, null, TRACKS)?.flight, null);
  assert.equal(measured(now, null, new Map([['T1', { ...TRACK, speed_mps: 0 }]]))?.flight, null);
});

test('an end on a track goes with it, and stays where it was put when the track is gone', () => {
  const end = { at: EAST, track: 'T1' };
  assert.deepEqual(placeOf(end, TRACKS), PLACE);
  assert.deepEqual(placeOf(end, new Map()), EAST);
});

test('until the second end is set, it is where the pointer is', () => {
  const now: Measuring = { phase: 'to', from: { at: PLACE, track: null } };
  assert.equal(measured(now, null, TRACKS), null);
  near(measured(now, { at: EAST, track: null }, TRACKS)?.distanceM, 9_000, 0.01);
});

test('a long line bends along the geodesic and keeps its ends', () => {
  const to: LonLat = destination(PLACE, 60, 300_000);
  const points = geodesic({ from: PLACE, to, distanceM: 300_000, bearingDeg: 60 });
  assert.deepEqual([points[0], points.at(-1)], [PLACE, to]);
  assert.equal(points.length, 14);
  assert.equal(geodesic({ from: PLACE, to: EAST, distanceM: 9_000, bearingDeg: 90 }).length, 2);
});

test('the likeliest class is what is drawn, but people and passengers come first', () => {
  assert.equal(figure(TRACK), 'one_way_attack');
  assert.equal(figure({ ...TRACK, class_probabilities: {} }), 'object');
  assert.equal(figure({ ...TRACK, crew: 'possibly_crewed' }), 'crewed');
  assert.equal(figure({ ...TRACK, civil: true, crew: 'crewed' }), 'civil');
});

test('a likely decoy is a kind of its own, but never what people sit in', () => {
  assert.equal(kind({ ...TRACK, p_decoy: 0.5 }), 'decoy');
  assert.equal(kind({ ...TRACK, p_decoy: 0.49 }), 'one_way_attack');
  assert.equal(kind({ ...TRACK, p_decoy: 0.9, civil: true }), 'civil');
});

test('each filter hides what it names and nothing else', () => {
  const decoy = { ...TRACK, p_decoy: 0.9 };
  const friend: Track = { ...TRACK, identity: 'friend', refusal: 'friend' };
  const all = [TRACK, decoy, friend];
  const kept = (filter: typeof EVERYTHING): readonly Track[] => all.filter((each) => passes(each, filter));
  assert.equal(isOn(EVERYTHING), false);
  assert.deepEqual(kept(EVERYTHING), all);
  assert.deepEqual(kept({ ...EVERYTHING, threatsOnly: true }), [TRACK, decoy]);
  assert.deepEqual(kept({ ...EVERYTHING, hiddenKinds: new Set(['decoy'] as const) }), [TRACK, friend]);
  assert.deepEqual(kept({ ...EVERYTHING, hiddenIdentities: new Set(['friend'] as const) }), [TRACK, decoy]);
  assert.equal(isOn({ ...EVERYTHING, hiddenKinds: flipped(EVERYTHING.hiddenKinds, 'decoy') }), true);
  assert.deepEqual([...flipped(new Set(['a', 'b']), 'a')], ['b']);
});

const shot = (track: string, state: ShotState = 'advised'): ShotMark => ({ id: track, track, unit: 'U1', from: PLACE, to: EAST, state });

test('a shot is new if nothing was there for its track and unit, and gone if nothing is', () => {
  const made = difference([shot('T1'), shot('T2'), shot('T3')], [shot('T2'), shot('T3', 'decided'), shot('T4')], 5);
  assert.deepEqual(
    made.map(({ what, shot: { track } }) => [what, track]),
    [
      ['new', 'T4'],
      ['gone', 'T1'],
    ],
  );
});

test('what is over that people had decided is no change of the plan', () => {
  assert.deepEqual(difference([shot('T1', 'flying')], [], 0), []);
});

test('changes are shown for some seconds, and the latest word on a shot counts', () => {
  const gone = difference([shot('T1')], [], 0);
  assert.equal(carriedOn(gone, [], SHOWN_MS - 1), gone);
  assert.deepEqual(carriedOn(gone, [], SHOWN_MS), []);
  const back = difference([], [shot('T1')], 10);
  assert.deepEqual(carriedOn(gone, back, 10), back);
});

test('a change fades in quarters, and not at all where motion is not wanted', () => {
  const [change] = difference([], [shot('T1')], 0);
  assert.ok(change);
  assert.deepEqual([0, 0.3, 0.6, 0.99].map((share) => strength(change, share * SHOWN_MS, false)), [1, 0.75, 0.5, 0.25]);
  assert.equal(strength(change, 0.9 * SHOWN_MS, true), 1);
});
