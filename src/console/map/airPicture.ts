/**
 * Objects in the air as one canvas layer: two thousand of them, five times a second.
 *
 * OpenLayers places the map; this draws on top of it in its frame, because a feature
 * with a style of its own for each track costs some twenty times as much.
 */
import type { FrameState } from 'ol/Map';
import Layer from 'ol/layer/Layer';
import { fromLonLat } from 'ol/proj';
import type { Palette } from './palette';
import { sidc, sprite, type Context, type Figure, type Identity } from './symbols';

/** What the map needs of a track; positions in degrees, course in degrees true. */
export interface Mark {
  readonly id: string;
  readonly label: string;
  readonly lon: number;
  readonly lat: number;
  readonly courseDeg: number;
  readonly speedMps: number;
  readonly sigmaM: number;
  readonly identity: Identity;
  readonly figure: Figure;
  readonly stale: boolean;
}

interface Placed {
  readonly mark: Mark;
  readonly x: number;
  readonly y: number;
}

interface Drawn extends Placed {
  readonly pixelX: number;
  readonly pixelY: number;
}

export interface AirOptions {
  context: Context;
  palette: Palette;
  /** Ids that keep their symbol and label whatever is put together. */
  selected: ReadonlySet<string>;
  labels: boolean;
  uncertainty: boolean;
}

const SYMBOL_SIZE = 17;
const CELL = 46;
/** Farther out than this zoom, crowded symbols become one with a count. */
const TOGETHER_BELOW_ZOOM = 7.6;
const LABELS_FROM_ZOOM = 8.4;
const HEADING_S = 60;
const MARGIN = 30;
const REACH = 9;

export class AirLayer extends Layer {
  private placed: Placed[] = [];
  private drawn: Drawn[] = [];
  private readonly canvas = document.createElement('canvas');
  options: AirOptions;

  constructor(options: AirOptions) {
    // Above everything that is on the ground, in whatever order the rest is composed.
    super({ zIndex: 1_000 });
    this.options = options;
    this.canvas.className = 'map-air';
  }

  /** Draw these from now on. */
  show(marks: Iterable<Mark>): void {
    this.placed = Array.from(marks, (mark) => {
      const [x = 0, y = 0] = fromLonLat([mark.lon, mark.lat]);
      return { mark, x, y };
    });
    this.changed();
  }

  /** Draw again, for other options. */
  refresh(): void {
    this.changed();
  }

  /** The object at a pixel of the map, if there is one. */
  at(pixelX: number, pixelY: number): string | undefined {
    let nearest: string | undefined;
    let least = (REACH + SYMBOL_SIZE / 2) ** 2;
    for (const each of this.drawn) {
      const away = (each.pixelX - pixelX) ** 2 + (each.pixelY - pixelY) ** 2;
      if (away < least) [nearest, least] = [each.mark.id, away];
    }
    return nearest;
  }

  override render(frame: FrameState): HTMLElement {
    const [width = 0, height = 0] = frame.size;
    const ratio = frame.pixelRatio;
    if (this.canvas.width !== width * ratio || this.canvas.height !== height * ratio) {
      this.canvas.width = width * ratio;
      this.canvas.height = height * ratio;
      this.canvas.style.width = `${width}px`;
      this.canvas.style.height = `${height}px`;
    }
    const context = this.canvas.getContext('2d');
    if (context === null) return this.canvas;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, width, height);
    const visible = this.inView(frame, width, height);
    const zoom = frame.viewState.zoom;
    const { alone, crowds } = zoom < TOGETHER_BELOW_ZOOM ? this.together(visible) : { alone: visible, crowds: [] };
    this.drawn = alone;
    const perMetre = 1 / (frame.viewState.resolution * Math.cos((latitude(frame) * Math.PI) / 180));
    for (const each of alone) this.drawTrack(context, each, zoom, perMetre, ratio);
    for (const crowd of crowds) this.drawCrowd(context, crowd, ratio);
    return this.canvas;
  }

  private inView(frame: FrameState, width: number, height: number): Drawn[] {
    const [a = 1, b = 0, c = 0, d = 1, e = 0, f = 0] = frame.coordinateToPixelTransform;
    const out: Drawn[] = [];
    for (const each of this.placed) {
      const pixelX = a * each.x + c * each.y + e;
      const pixelY = b * each.x + d * each.y + f;
      if (pixelX < -MARGIN || pixelY < -MARGIN || pixelX > width + MARGIN || pixelY > height + MARGIN) continue;
      out.push({ ...each, pixelX, pixelY });
    }
    return out;
  }

  /** Put what shares a cell and an identity together, but for what is selected. */
  private together(visible: readonly Drawn[]): { alone: Drawn[]; crowds: Drawn[][] } {
    const cells = new Map<string, Drawn[]>();
    const alone: Drawn[] = [];
    for (const each of visible) {
      if (this.options.selected.has(each.mark.id)) {
        alone.push(each);
        continue;
      }
      const cell = `${Math.floor(each.pixelX / CELL)} ${Math.floor(each.pixelY / CELL)} ${each.mark.identity}`;
      const held = cells.get(cell);
      if (held === undefined) cells.set(cell, [each]);
      else held.push(each);
    }
    const crowds: Drawn[][] = [];
    for (const held of cells.values()) {
      if (held.length < 3) alone.push(...held);
      else crowds.push(held);
    }
    return { alone, crowds };
  }

  private drawTrack(context: CanvasRenderingContext2D, each: Drawn, zoom: number, perMetre: number, ratio: number): void {
    const { mark, pixelX, pixelY } = each;
    const { palette } = this.options;
    const chosen = this.options.selected.has(mark.id);
    context.globalAlpha = mark.stale ? 0.45 : 1;
    if ((this.options.uncertainty && zoom >= LABELS_FROM_ZOOM) || chosen) {
      this.ring(context, pixelX, pixelY, 2 * mark.sigmaM * perMetre, palette.faint);
    }
    // The one that is looked at has its whole path on a layer of its own.
    if (!chosen) this.heading(context, each, perMetre);
    if (chosen) this.ring(context, pixelX, pixelY, SYMBOL_SIZE, palette.selected, 2.5);
    this.symbol(context, sidc(mark.identity, mark.figure, this.options.context), pixelX, pixelY, ratio);
    if (mark.stale) this.ring(context, pixelX, pixelY, SYMBOL_SIZE * 0.9, palette.stale, 1.5, [3, 3]);
    context.globalAlpha = 1;
    if (chosen || (this.options.labels && zoom >= LABELS_FROM_ZOOM)) {
      this.text(context, mark.label, pixelX + SYMBOL_SIZE, pixelY - 4, chosen ? palette.ink : palette.faint);
    }
  }

  /** A line to where it will be in a minute, if it flies on. */
  private heading(context: CanvasRenderingContext2D, each: Drawn, perMetre: number): void {
    const angle = (each.mark.courseDeg * Math.PI) / 180;
    const length = Math.max(14, each.mark.speedMps * HEADING_S * perMetre);
    context.strokeStyle = this.options.palette.predicted;
    context.lineWidth = 1.2;
    context.beginPath();
    context.moveTo(each.pixelX, each.pixelY);
    context.lineTo(each.pixelX + Math.sin(angle) * length, each.pixelY - Math.cos(angle) * length);
    context.stroke();
  }

  private drawCrowd(context: CanvasRenderingContext2D, crowd: readonly Drawn[], ratio: number): void {
    const first = crowd[0];
    if (first === undefined) return;
    const pixelX = crowd.reduce((sum, each) => sum + each.pixelX, 0) / crowd.length;
    const pixelY = crowd.reduce((sum, each) => sum + each.pixelY, 0) / crowd.length;
    this.symbol(context, sidc(first.mark.identity, 'object', this.options.context), pixelX, pixelY, ratio, SYMBOL_SIZE * 1.25);
    context.textAlign = 'center';
    this.plate(context, String(crowd.length), pixelX, pixelY + SYMBOL_SIZE);
    context.textAlign = 'start';
  }

  private symbol(context: CanvasRenderingContext2D, code: string, x: number, y: number, ratio: number, size = SYMBOL_SIZE): void {
    const { bitmap, anchorX, anchorY, scale } = sprite(code, size, ratio, this.options.palette.shade);
    context.drawImage(bitmap, x - anchorX * scale, y - anchorY * scale, bitmap.width * scale, bitmap.height * scale);
  }

  private ring(context: CanvasRenderingContext2D, x: number, y: number, radius: number, colour: string, width = 1, dash: number[] = []): void {
    context.strokeStyle = colour;
    context.lineWidth = width;
    context.setLineDash(dash);
    context.beginPath();
    context.arc(x, y, radius, 0, 2 * Math.PI);
    context.stroke();
    context.setLineDash([]);
  }

  /** A number on a ground of its own, readable over any symbol. */
  private plate(context: CanvasRenderingContext2D, text: string, x: number, y: number): void {
    context.font = 'bold 12px system-ui, sans-serif';
    const width = context.measureText(text).width + 8;
    context.fillStyle = this.options.palette.home;
    context.fillRect(x - width / 2, y - 8, width, 16);
    context.fillStyle = this.options.palette.ink;
    context.fillText(text, x, y + 4.5);
  }

  private text(context: CanvasRenderingContext2D, text: string, x: number, y: number, colour: string): void {
    context.font = '11px system-ui, sans-serif';
    context.strokeStyle = this.options.palette.home;
    context.lineWidth = 3;
    context.strokeText(text, x, y);
    context.fillStyle = colour;
    context.fillText(text, x, y);
  }
}

function latitude(frame: FrameState): number {
  const y = frame.viewState.center[1] ?? 0;
  return (2 * Math.atan(Math.exp(y / 6_378_137)) - Math.PI / 2) * (180 / Math.PI);
}
