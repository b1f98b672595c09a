/** Areas of airspace are drawn as the planner means them. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { zone } from '../../src/console/api/picture';
import { leg } from '../../src/console/lib/geodesy';
import { validate } from '../../src/console/lib/validate';
import { corridorRings, middle, orderAreas, standing, zoneAreas } from '../../src/console/map/areas';

const at = (latitude_deg: number, longitude_deg: number) => ({ latitude_deg, longitude_deg });
const LINE = [at(50, 30), at(50, 30.5), at(50.3, 30.5)];
const near = (value: number | undefined, wanted: number, within: number): void => assert.ok(value !== undefined && Math.abs(value - wanted) <= within, `${value}, wanted ${wanted}`);

test('a corridor is one rectangle for each leg, longer by the half width at both ends', () => {
  const rings = corridorRings(LINE, 3_000);
  assert.equal(rings.length, 2);
  for (const [index, ring] of rings.entries()) {
    const [a, b, c, d] = ring;
    assert.ok(a && b && c && d);
    const from = LINE[index];
    const to = LINE[index + 1];
    assert.ok(from && to);
    const length = leg([from.longitude_deg, from.latitude_deg], [to.longitude_deg, to.latitude_deg])?.distanceM ?? 0;
    near(leg(a, b)?.distanceM, 6_000, 60);
    near(leg(c, d)?.distanceM, 6_000, 60);
    near(leg(b, c)?.distanceM, length + 6_000, 120);
  }
});

test('the first leg, eastwards, begins west of its point and lies to both sides of it', () => {
  const [first] = corridorRings(LINE, 3_000);
  const [left, right] = first ?? [];
  assert.ok(left && right && left[0] < 30 && left[1] > 50 && right[0] < 30 && right[1] < 50);
});

const ZONE = { id: 'lane', corridor: { line: LINE, half_width_m: 3_000 } };

test('a corridor is read strictly', () => {
  assert.ok(validate(zone, ZONE).ok);
  assert.ok(!validate(zone, { ...ZONE, corridor: { line: [at(50, 30)], half_width_m: 3_000 } }).ok);
  assert.ok(!validate(zone, { ...ZONE, corridor: { line: LINE, half_width_m: 0 } }).ok);
  assert.ok(!validate(zone, { ...ZONE, corridor: { line: LINE } }).ok);
  assert.ok(!validate(zone, { ...ZONE, corridor: LINE }).ok);
});

test('a zone holds from its beginning up to its end', () => {
  const from = 1_000;
  const until = 2_000;
  assert.deepEqual(
    [999, 1_000, 1_999, 2_000].map((now) => standing({ active_from: from, active_until: until }, now)),
    ['later', 'active', 'active', 'over'],
  );
  assert.equal(standing({ active_from: null, active_until: null }, 0), 'active');
});

test('polygons and corridors are areas alike, each with its middle', () => {
  const read = validate(zone, { id: 'site', polygon: [at(50, 30), at(50, 31), at(51, 30.5)] });
  assert.ok(read.ok);
  const [area] = zoneAreas([read.value], 0);
  assert.equal(area?.rings[0]?.length, 3);
  assert.deepEqual(area && middle(area), [30.5, 50.5]);
});

const LEG = { polygon: [at(50.1, 30), at(49.9, 30), at(49.9, 31), at(50.1, 31)], ceiling_m: 3_000 };
const zones = (...given: readonly object[]) =>
  given.map((each) => {
    const read = validate(zone, each);
    assert.ok(read.ok);
    return read.value;
  });

test('the legs that the service keeps of a corridor are one area again', () => {
  const [area, ...others] = zoneAreas(zones({ id: 'lane/1', ...LEG }, { id: 'lane/2', ...LEG }), 0);
  assert.deepEqual([area?.name, area?.rings.length, others.length], ['lane', 2, 0]);
  near(area?.widthM ?? undefined, 22_250, 20);
});

test('zones that are only named like legs stay what they are', () => {
  const names = (...given: readonly object[]) => zoneAreas(zones(...given), 0).map(({ name, widthM }) => [name, widthM]);
  assert.deepEqual(names({ id: 'no-go/1', ...LEG }), [['no-go/1', null]]);
  assert.deepEqual(names({ id: 'a/1', ...LEG }, { id: 'a/2', ...LEG, ceiling_m: 9_000 }), [
    ['a/1', null],
    ['a/2', null],
  ]);
  assert.deepEqual(names({ id: 'a/2', ...LEG }, { id: 'a/3', ...LEG }), [
    ['a/2', null],
    ['a/3', null],
  ]);
  assert.deepEqual(names({ id: 'a/1', ...LEG }, { id: 'a/2', ...LEG, polygon: LEG.polygon.slice(1) }), [
    ['a/1', null],
    ['a/2', null],
  ]);
});

test('an order without an area is no area', () => {
  const everywhere = { status: 'hold', polygon: null, kind: 'missile' } as const;
  assert.deepEqual(orderAreas([everywhere, { ...everywhere, polygon: [at(50, 30), at(50, 31), at(51, 30)] }]).map(({ key }) => key), ['order 1']);
});
