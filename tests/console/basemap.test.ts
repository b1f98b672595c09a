/** Ukraine is whole on the base map; the build refuses any other. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { basemapDocument } from '../../src/console/map/basemapDocument';
import { validate } from '../../src/console/lib/validate';
import { INSIDE_UKRAINE, basemap } from '../../src/console/tools/basemap.mjs';
import { contains } from '../../src/console/tools/geometry.mjs';

const places = readFileSync(join(process.env['ZASLIN_TESTS'] ?? '.', '..', 'configs', 'places', 'places.toml'), 'utf8');
const map = basemap(places);

test('Crimea, Donetsk and Luhansk lie inside Ukraine and in no other country', () => {
  for (const [name, point] of Object.entries(INSIDE_UKRAINE)) {
    assert.ok(map.ukraine.some((rings: unknown) => contains(rings, point)), name);
    assert.ok(!map.countries.some((rings: unknown) => contains(rings, point)), name);
  }
});

test('a place outside is told apart, so the test above can fail', () => {
  assert.ok(!map.ukraine.some((rings: unknown) => contains(rings, [37.6, 55.75])));
});

test('the console can read the file that the build writes', () => {
  const read = validate(basemapDocument, JSON.parse(JSON.stringify(map)));
  assert.ok(read.ok, read.ok ? '' : read.error);
});

test('all shipped cities are on it', () => {
  assert.equal(map.cities.length, 25);
});
