/**
 * Standard symbols (MIL-STD-2525D, APP-6D), drawn once each and kept as bitmaps.
 *
 * The frame's shape and its colour both carry the identity, so neither carries it alone.
 */
import ms from 'milsymbol';

export type Identity = 'pending' | 'unknown' | 'assumed_friend' | 'friend' | 'neutral' | 'suspect' | 'hostile';

/** What of an object is drawn: its likeliest class, or that people or passengers are in it. */
export type Figure = 'one_way_attack' | 'jet_one_way_attack' | 'reconnaissance' | 'cruise_missile' | 'crewed' | 'civil' | 'object';

export type Context = 'reality' | 'exercise' | 'simulation';

const IDENTITY_DIGIT: Readonly<Record<Identity, string>> = {
  pending: '0',
  unknown: '1',
  assumed_friend: '2',
  friend: '3',
  neutral: '4',
  suspect: '5',
  hostile: '6',
};

const CONTEXT_DIGIT: Readonly<Record<Context, string>> = { reality: '0', exercise: '1', simulation: '2' };

// Symbol set and entity: 01 air, 02 air missile; 1101 fixed wing, 1103 uncrewed, 12 civil.
const FIGURE_CODE: Readonly<Record<Figure, readonly [set: string, entity: string]>> = {
  one_way_attack: ['01', '110300'],
  jet_one_way_attack: ['01', '110300'],
  reconnaissance: ['01', '110300'],
  cruise_missile: ['02', '110000'],
  crewed: ['01', '110100'],
  civil: ['01', '120000'],
  object: ['01', '000000'],
};

/** The symbol identification code of an object in the air. */
export function sidc(identity: Identity, figure: Figure, context: Context): string {
  const [set, entity] = FIGURE_CODE[figure];
  return `10${CONTEXT_DIGIT[context]}${IDENTITY_DIGIT[identity]}${set}0000${entity}0000`;
}

/** An own air-defence unit on the ground. */
export function unitSidc(context: Context): string {
  return `10${CONTEXT_DIGIT[context]}310000013010000000`.slice(0, 20);
}

/** A symbol ready to be drawn: the bitmap and where in it the object is, in pixels. */
export interface Sprite {
  readonly bitmap: HTMLCanvasElement;
  readonly anchorX: number;
  readonly anchorY: number;
  readonly scale: number;
}

/** How bright frames are filled: those of hostile tracks, which are most, less for eyes that are used to the dark. */
export type Shade = 'Light' | 'Dark';

// The standard's dark fills, but for its yellows: at night they would be the brightest things on the map.
const DARK = {
  Civilian: 'rgb(80,0,80)',
  Friend: 'rgb(0,107,140)',
  Hostile: 'rgb(200,0,0)',
  Neutral: 'rgb(0,130,0)',
  Unknown: 'rgb(148,144,0)',
  Suspect: 'rgb(176,130,0)',
};

/** The symbol of a code, before it is a bitmap. */
export function symbolOf(code: string, size: number, shade: Shade) {
  // A copy for each symbol: the library writes into what it is given.
  const colorMode = shade === 'Dark' ? { ...DARK } : shade;
  return new ms.Symbol(code, { size, strokeWidth: 4, outlineWidth: 4, outlineColor: 'rgba(0,0,0,0.55)', colorMode });
}

const sprites = new Map<string, Sprite>();

/** The sprite of a code in a size; the same one each time. */
export function sprite(code: string, size: number, pixelRatio: number, shade: Shade): Sprite {
  const name = `${code} ${size} ${pixelRatio} ${shade}`;
  let made = sprites.get(name);
  if (made === undefined) {
    const symbol = symbolOf(code, size * pixelRatio, shade);
    const anchor = symbol.getAnchor();
    made = { bitmap: symbol.asCanvas(), anchorX: anchor.x, anchorY: anchor.y, scale: 1 / pixelRatio };
    sprites.set(name, made);
  }
  return made;
}
