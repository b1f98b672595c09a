// Rings on their way into the base map: clipped to what the console shows, rounded.

/** West, south, east, north in degrees: everything that flies towards Ukraine. */
export const EXTENT = [10, 35, 60, 62];

/** A ring without what lies outside the extent (Sutherland and Hodgman, 1974). */
export function clipRing(ring, [west, south, east, north] = EXTENT) {
  const edges = [
    [0, west, 1],
    [0, east, -1],
    [1, south, 1],
    [1, north, -1],
  ];
  return edges.reduce((points, edge) => clipToEdge(points, edge), ring);
}

function clipToEdge(points, [axis, limit, side]) {
  const inside = (point) => side * (point[axis] - limit) >= 0;
  const out = [];
  points.forEach((point, index) => {
    const before = points[(index + points.length - 1) % points.length];
    if (inside(point) !== inside(before)) out.push(crossing(before, point, axis, limit));
    if (inside(point)) out.push(point);
  });
  return out;
}

function crossing(from, to, axis, limit) {
  const share = (limit - from[axis]) / (to[axis] - from[axis]);
  return [0, 1].map((each) => from[each] + share * (to[each] - from[each]));
}

/** The parts of a line that lie inside the extent. */
export function clipLine(line, [west, south, east, north] = EXTENT) {
  const inside = ([lon, lat]) => lon >= west && lon <= east && lat >= south && lat <= north;
  const parts = [[]];
  for (const point of line) {
    if (inside(point)) parts.at(-1).push(point);
    else if (parts.at(-1).length > 0) parts.push([]);
  }
  return parts.filter((part) => part.length > 1);
}

/** To three decimals, about a hundred metres: finer than any of the sources. */
export function rounded(points) {
  return points.map((point) => point.map((value) => Math.round(value * 1e3) / 1e3));
}

/** Whether a point is inside a polygon of rings, by counting crossings. */
export function contains(rings, [lon, lat]) {
  let odd = false;
  for (const ring of rings) {
    ring.forEach(([x1, y1], index) => {
      const [x2, y2] = ring[(index + 1) % ring.length];
      if (y1 > lat !== y2 > lat && lon < x1 + ((lat - y1) / (y2 - y1)) * (x2 - x1)) odd = !odd;
    });
  }
  return odd;
}
