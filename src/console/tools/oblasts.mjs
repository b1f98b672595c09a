// Oblast borders: a drawing in the Mercator projection, laid over the country's outline.
// For orientation only; the drawing is good to a kilometre or two.

const DEGREE = Math.PI / 180;
const mercator = (lat) => Math.log(Math.tan(Math.PI / 4 + (lat * DEGREE) / 2)) / DEGREE;
const latitude = (y) => (2 * Math.atan(Math.exp(y * DEGREE)) - Math.PI / 2) / DEGREE;

/** Each oblast's rings in degrees, fitted to the bounding box of the outline. */
export function oblastRings(locations, outline) {
  const drawn = locations.map(({ id, path }) => ({ id, rings: ringsOf(path) }));
  const from = box(drawn.flatMap(({ rings }) => rings.flat()));
  const to = box(outline.flat().map(([lon, lat]) => [lon, mercator(lat)]));
  const place = ([x, y]) => [
    to.west + ((x - from.west) / (from.east - from.west)) * (to.east - to.west),
    // A drawing's y grows downwards.
    latitude(to.north - ((y - from.south) / (from.north - from.south)) * (to.north - to.south)),
  ];
  return drawn.map(({ id, rings }) => ({ id, rings: rings.map((ring) => ring.map(place)) }));
}

function box(points) {
  const xs = points.map(([x]) => x);
  const ys = points.map(([, y]) => y);
  const least = (values) => values.reduce((a, b) => Math.min(a, b));
  const most = (values) => values.reduce((a, b) => Math.max(a, b));
  return { west: least(xs), east: most(xs), south: least(ys), north: most(ys) };
}

/** The rings of an SVG path of moves, lines and closings, absolute and relative. */
export function ringsOf(path) {
  const rings = [];
  let [x, y] = [0, 0];
  for (const [, command, text] of path.matchAll(/([a-zA-Z])([^a-zA-Z]*)/g)) {
    const numbers = (text.match(/-?(?:\d+\.\d*|\.\d+|\d+)(?:e-?\d+)?/g) ?? []).map(Number);
    if (command === 'z' || command === 'Z') {
      [x, y] = rings.at(-1)[0];
      continue;
    }
    if (!'mlhvMLHV'.includes(command)) throw new Error(`path command is ${command}; accepted: m, l, h, v, z`);
    const relative = command === command.toLowerCase();
    const letter = command.toLowerCase();
    const step = letter === 'h' || letter === 'v' ? 1 : 2;
    for (let at = 0; at < numbers.length; at += step) {
      const dx = letter === 'v' ? (relative ? 0 : x) : numbers[at];
      const dy = letter === 'h' ? (relative ? 0 : y) : numbers[at + step - 1];
      [x, y] = relative ? [x + dx, y + dy] : [dx, dy];
      if (letter === 'm' && at === 0) rings.push([]);
      rings.at(-1).push([x, y]);
    }
  }
  return rings.filter((ring) => ring.length > 2);
}
