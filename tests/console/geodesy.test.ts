/** Lengths and directions on the ellipsoid, against surveyed and independent values. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { destination, leg, type LonLat } from '../../src/console/lib/geodesy';

const dms = (degrees: number, minutes: number, seconds: number): number => degrees + minutes / 60 + seconds / 3600;
const near = (value: number, wanted: number, within: number): void => assert.ok(Math.abs(value - wanted) <= within, `${value}, wanted ${wanted}`);

// Flinders Peak to Buninyong: the worked example of the Geocentric Datum of Australia.
const FLINDERS: LonLat = [dms(144, 25, 29.5244), -dms(37, 57, 3.7203)];
const BUNINYONG: LonLat = [dms(143, 55, 35.3839), -dms(37, 39, 10.1561)];
const KYIV: LonLat = [30.5234, 50.4501];
const KHARKIV: LonLat = [36.2304, 49.9935];

test('the surveyed line has its surveyed length and direction', () => {
  const made = leg(FLINDERS, BUNINYONG);
  near(made?.distanceM ?? 0, 54_972.271, 0.001);
  near(made?.bearingDeg ?? 0, dms(306, 52, 5.37), 1e-5);
});

test('Kyiv to Kharkiv is what GeographicLib says', () => {
  const made = leg(KYIV, KHARKIV);
  near(made?.distanceM ?? 0, 410_332.279, 0.01);
  near(made?.bearingDeg ?? 0, 94.908642, 1e-5);
});

test('a point at a distance is at that distance, in that direction', () => {
  for (const bearing of [0, 45, 90, 179.5, 270, 359]) {
    const made = leg(KYIV, destination(KYIV, bearing, 75_000));
    near(made?.distanceM ?? 0, 75_000, 0.001);
    near(made?.bearingDeg ?? 0, bearing, 1e-6);
  }
});

test('a point is nowhere from itself', () => {
  assert.deepEqual(leg(KYIV, KYIV), { distanceM: 0, bearingDeg: 0 });
});

test('along the equator the length is that of the equator', () => {
  near(leg([0, 0], [1, 0])?.distanceM ?? 0, (6_378_137 * Math.PI) / 180, 0.001);
});

test('of points opposite each other nothing is said', () => {
  assert.equal(leg([0, 0], [179.7, 0.3]), null);
});
