/** Planned and decided shots as lines: from the unit to where the track is met. */
import { isOver, type Deciding } from '../api/desk';
import type { FireUnit, Track } from '../api/picture';
import type { Plan } from '../api/plan';
import type { ShotMark } from '../map/defence';

export function shotMarks(
  plan: Plan | null,
  deciding: Deciding | null,
  units: readonly FireUnit[],
  tracks: ReadonlyMap<string, Track>,
): readonly ShotMark[] {
  const marks: ShotMark[] = [];
  const decided = new Set<string>();
  const places = new Map(units.map((unit) => [unit.id, [unit.longitude_deg, unit.latitude_deg] as const]));
  for (const each of deciding?.engagements ?? []) {
    if (isOver(each)) continue;
    const from = places.get(each.fire_unit);
    const track = tracks.get(each.track);
    if (from === undefined || track === undefined) continue;
    decided.add(`${each.track}\n${each.fire_unit}`);
    marks.push({
      id: each.id,
      track: each.track,
      unit: each.fire_unit,
      from,
      to: [track.longitude_deg, track.latitude_deg],
      state: each.launched ? 'flying' : 'decided',
    });
  }
  for (const line of plan?.recommendations ?? []) {
    if (!line.firm || decided.has(`${line.track}\n${line.fire_unit}`)) continue;
    marks.push({
      id: `${line.track} ${line.fire_unit}`,
      track: line.track,
      unit: line.fire_unit,
      from: [line.launch_from.longitude_deg, line.launch_from.latitude_deg],
      to: [line.intercept_at.longitude_deg, line.intercept_at.latitude_deg],
      state: 'advised',
    });
  }
  return marks;
}
