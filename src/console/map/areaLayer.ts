/**
 * No-engagement zones and the areas of weapons control orders.
 *
 * What is in force is hatched and has a broken edge; what is not yet or no more in force
 * has a dotted edge and nothing inside.  An order's area has no hatching, and its word.
 */
import type { Coordinate } from 'ol/coordinate';
import Feature from 'ol/Feature';
import MultiPolygon from 'ol/geom/MultiPolygon';
import VectorLayer from 'ol/layer/Vector';
import { fromLonLat } from 'ol/proj';
import type { State } from 'ol/render';
import VectorSource from 'ol/source/Vector';
import { Style } from 'ol/style';
import { middle, type Ring } from './areas';
import type { Palette } from './palette';
import { point, words } from './vectors';

export type Look = 'active' | 'idle' | 'hold' | 'tight' | 'free';

export interface AreaMark {
  readonly key: string;
  readonly rings: readonly Ring[];
  readonly look: Look;
  /** The first line is what it is called. */
  readonly label: string;
}

interface Edge {
  readonly width: number;
  readonly dash: readonly number[];
}

const EDGE: Readonly<Record<Look, Edge>> = {
  active: { width: 1.8, dash: [8, 4] },
  idle: { width: 1.2, dash: [1.5, 5] },
  hold: { width: 2.4, dash: [] },
  tight: { width: 1.8, dash: [14, 4, 2, 4] },
  free: { width: 1.2, dash: [14, 8] },
};
/** An area that is narrower on the screen has its label only when it is looked at. */
const LABEL_FROM_PIXELS = 90;
const HATCH_PIXELS = 9;

export class AreaLayer extends VectorLayer<VectorSource> {
  private looked: ReadonlySet<string> = new Set();

  constructor() {
    super({ source: new VectorSource(), updateWhileAnimating: true, updateWhileInteracting: true });
  }

  show(areas: readonly AreaMark[], palette: Palette): void {
    const source = this.getSource();
    source?.clear(true);
    source?.addFeatures(
      areas
        .filter(({ rings }) => rings.length > 0)
        .map((area) => {
          const feature = new Feature(new MultiPolygon(area.rings.map((ring) => [ring.map((point) => fromLonLat([...point]))])));
          feature.set('area', area.key, true);
          feature.setStyle(this.styles(feature, area, palette));
          return feature;
        }),
    );
  }

  /** Label these whatever their size. */
  look(keys: ReadonlySet<string>): void {
    if (keys.size === this.looked.size && [...keys].every((key) => this.looked.has(key))) return;
    this.looked = keys;
    for (const feature of this.getSource()?.getFeatures() ?? []) feature.changed();
  }

  /** The areas at a place of the map. */
  at(coordinate: Coordinate): readonly string[] {
    return (this.getSource()?.getFeaturesAtCoordinate(coordinate) ?? []).map((feature) => String(feature.get('area')));
  }

  private styles(feature: Feature, area: AreaMark, palette: Palette): (_: unknown, resolution: number) => Style[] {
    const colour = area.look === 'active' || area.look === 'idle' ? palette.zone : palette.faint;
    const shape = new Style({ renderer: (pixels, state) => draw(pixels as Coordinate[][][], state, EDGE[area.look], colour, area.look === 'active') });
    const [west = 0, , east = 0] = feature.getGeometry()?.getExtent() ?? [];
    const label = words(area.label, colour === palette.zone ? colour : palette.ink, palette, { bold: true });
    label.setGeometry(point(middle(area) ?? [0, 0]));
    return (_, resolution) => ((east - west) / resolution >= LABEL_FROM_PIXELS || this.looked.has(area.key) ? [shape, label] : [shape]);
  }
}

/** Rectangles of a corridor as one shape: the edges that lie inside the next leg are left out. */
function draw(polygons: readonly Coordinate[][][], { context, pixelRatio }: State, edge: Edge, colour: string, hatched: boolean): void {
  const rings = polygons.map((polygon) => traced(polygon[0] ?? []));
  context.save();
  if (hatched) {
    const whole = new Path2D();
    for (const ring of rings) whole.addPath(ring);
    context.fillStyle = `${colour}14`;
    context.fill(whole);
    context.fillStyle = context.createPattern(hatch(colour, pixelRatio), 'repeat') ?? colour;
    context.fill(whole);
  }
  context.strokeStyle = colour;
  context.lineWidth = edge.width * pixelRatio;
  context.setLineDash(edge.dash.map((each) => each * pixelRatio));
  context.lineCap = edge.dash[0] !== undefined && edge.dash[0] < 2 ? 'round' : 'butt';
  rings.forEach((ring, index) => {
    context.save();
    for (const other of [rings[index - 1], rings[index + 1]]) if (other !== undefined) context.clip(outside(other, context.canvas), 'evenodd');
    context.stroke(ring);
    context.restore();
  });
  context.restore();
}

function traced(ring: readonly Coordinate[]): Path2D {
  const path = new Path2D();
  ring.forEach(([x = 0, y = 0], index) => (index === 0 ? path.moveTo(x, y) : path.lineTo(x, y)));
  path.closePath();
  return path;
}

function outside(path: Path2D, canvas: { readonly width: number; readonly height: number }): Path2D {
  const rest = new Path2D();
  rest.rect(-1, -1, canvas.width + 2, canvas.height + 2);
  rest.addPath(path);
  return rest;
}

const hatches = new Map<string, HTMLCanvasElement>();

/** Slanting lines, drawn once for each colour. */
function hatch(colour: string, pixelRatio: number): HTMLCanvasElement {
  const name = `${colour} ${pixelRatio}`;
  let made = hatches.get(name);
  if (made === undefined) {
    made = document.createElement('canvas');
    const size = Math.round(HATCH_PIXELS * pixelRatio);
    made.width = size;
    made.height = size;
    const context = made.getContext('2d');
    if (context !== null) {
      context.strokeStyle = `${colour}66`;
      context.lineWidth = pixelRatio;
      context.beginPath();
      // The corners too, so that the lines go on from tile to tile.
      for (const shift of [-size, 0, size]) {
        context.moveTo(shift, size);
        context.lineTo(shift + size, 0);
      }
      context.stroke();
    }
    hatches.set(name, made);
  }
  return made;
}
