/** Areas of airspace as the service means them: corridors into rectangles, what is in force when. */
import type { WeaponsOrder, Zone } from '../api/picture';
import { leg, type LonLat } from '../lib/geodesy';

export type Ring = readonly LonLat[];
export type Standing = 'active' | 'later' | 'over';

interface Area {
  /** Unique among all areas of the map. */
  readonly key: string;
  readonly rings: readonly Ring[];
}

export interface ZoneArea extends Area {
  readonly name: string;
  /** The zone, or the first leg of a corridor: the others differ in nothing but their place. */
  readonly zone: Zone;
  /** From edge to edge, if it is a corridor. */
  readonly widthM: number | null;
  readonly standing: Standing;
}

export interface OrderArea extends Area {
  readonly order: WeaponsOrder;
}

const RADIAN = Math.PI / 180;
const MAJOR_M = 6_378_137;
const ECCENTRICITY_2 = 0.00669437999014;

type Corner = { readonly latitude_deg: number; readonly longitude_deg: number };
const lonLat = (corner: Corner): LonLat => [corner.longitude_deg, corner.latitude_deg];

/** Metres to a degree eastwards and northwards at a latitude of the WGS-84 ellipsoid. */
function metresPerDegree(latitudeDeg: number): readonly [east: number, north: number] {
  const root = 1 - ECCENTRICITY_2 * Math.sin(latitudeDeg * RADIAN) ** 2;
  return [(MAJOR_M / Math.sqrt(root)) * Math.cos(latitudeDeg * RADIAN) * RADIAN, ((MAJOR_M * (1 - ECCENTRICITY_2)) / root ** 1.5) * RADIAN];
}

/**
 * One rectangle for each leg of a corridor, longer by the half width at both ends.
 *
 * The planner cuts the same rectangles in its local frame; over one leg the two differ by
 * less than a line on the screen is wide.
 */
export function corridorRings(line: readonly Corner[], halfWidthM: number): readonly Ring[] {
  return line.slice(1).flatMap((next, index): Ring[] => {
    const start = line[index];
    if (start === undefined) return [];
    const [eastM, northM] = metresPerDegree((start.latitude_deg + next.latitude_deg) / 2);
    const east = (next.longitude_deg - start.longitude_deg) * eastM;
    const north = (next.latitude_deg - start.latitude_deg) * northM;
    const length = Math.hypot(east, north);
    if (length === 0) return [];
    const along = [((east / length) * halfWidthM) / eastM, ((north / length) * halfWidthM) / northM] as const;
    const left = [((-north / length) * halfWidthM) / eastM, ((east / length) * halfWidthM) / northM] as const;
    const corner = (from: Corner, forward: 1 | -1, side: 1 | -1): LonLat => [
      from.longitude_deg + forward * along[0] + side * left[0],
      from.latitude_deg + forward * along[1] + side * left[1],
    ];
    return [[corner(start, -1, 1), corner(start, -1, -1), corner(next, 1, -1), corner(next, 1, 1)]];
  });
}

/** Whether a zone forbids anything now: from its beginning up to, and not at, its end. */
export function standing(zone: Pick<Zone, 'active_from' | 'active_until'>, nowMs: number): Standing {
  if (zone.active_from !== null && nowMs < zone.active_from) return 'later';
  return zone.active_until !== null && nowMs >= zone.active_until ? 'over' : 'active';
}

/** Whether a zone is the named one, or a leg of it as a corridor. */
export const isPart = ({ id }: Zone, name: string): boolean => id === name || (id.startsWith(`${name}/`) && /^[0-9]+$/.test(id.slice(name.length + 1)));

/** The zones; legs of one corridor, which the service keeps as ``lane/1``, ``lane/2``, are one area. */
export function zoneAreas(zones: readonly Zone[], nowMs: number): readonly ZoneArea[] {
  const groups = new Map<string, Zone[]>();
  for (const zone of zones) {
    const name = stem(zone) ?? zone.id;
    groups.set(name, [...(groups.get(name) ?? []), zone]);
  }
  return [...groups].flatMap(([name, group]) => (isCorridor(group) ? [area(name, group, nowMs)] : group.map((zone) => area(zone.id, [zone], nowMs))));
}

function area(name: string, group: readonly Zone[], nowMs: number): ZoneArea {
  const [zone] = group as readonly [Zone, ...Zone[]];
  return { key: `zone ${zone.id}`, name, zone, rings: group.flatMap(ringsOf), widthM: width(group), standing: standing(zone, nowMs) };
}

function ringsOf({ polygon, corridor: lane }: Zone): readonly Ring[] {
  if (polygon !== null) return [polygon.map(lonLat)];
  return lane === null ? [] : corridorRings(lane.line, lane.half_width_m);
}

function width(group: readonly Zone[]): number | null {
  const [first] = group;
  if (first?.corridor) return 2 * first.corridor.half_width_m;
  const [left, right] = group.length > 1 ? (first?.polygon ?? []) : [];
  return left === undefined || right === undefined ? null : (leg(lonLat(left), lonLat(right))?.distanceM ?? null);
}

/** What a leg is a leg of, if the zone may be one. */
const stem = ({ id, polygon }: Zone): string | undefined => (polygon?.length === 4 ? /^(.+)\/[0-9]+$/.exec(id)?.[1] : undefined);

/** Legs are numbered from one, and alike in everything but their place. */
function isCorridor(group: readonly Zone[]): boolean {
  const terms = ({ floor_m, ceiling_m, active_from, active_until, kinds }: Zone): string => JSON.stringify([floor_m, ceiling_m, active_from, active_until, kinds]);
  const [first] = group;
  return group.length > 1 && first !== undefined && group.every((zone, index) => zone.id === `${stem(zone)}/${index + 1}` && terms(zone) === terms(first));
}

/** The weapons control orders that hold for a part of the airspace. */
export function orderAreas(orders: readonly WeaponsOrder[]): readonly OrderArea[] {
  return orders.flatMap((order, index) => (order.polygon === null ? [] : [{ key: `order ${index}`, order, rings: [order.polygon.map(lonLat)] }]));
}

/** A place in the middle of an area, of the middle leg of a corridor: to show it, and for its label. */
export function middle({ rings }: Pick<Area, 'rings'>): LonLat | undefined {
  const corners = rings[Math.floor(rings.length / 2)] ?? [];
  if (corners.length === 0) return undefined;
  const lons = corners.map(([lon]) => lon);
  const lats = corners.map(([, lat]) => lat);
  return [(Math.min(...lons) + Math.max(...lons)) / 2, (Math.min(...lats) + Math.max(...lats)) / 2];
}
