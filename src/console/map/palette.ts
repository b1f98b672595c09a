/** The colours of the map, read from the palette in force: the style sheets have them all. */

import type { Shade } from './symbols';

const NAMES = [
  'sea',
  'land',
  'home',
  'border',
  'oblast',
  'water',
  'place',
  'ink',
  'faint',
  'shot',
  'shot-decided',
  'shot-flying',
  'predicted',
  'envelope',
  'asset',
  'zone',
  'selected',
  'stale',
] as const;

export type Colour = (typeof NAMES)[number];
export type Palette = Readonly<Record<Colour, string>> & { readonly shade: Shade };

/** The colours as they are now. */
export function readPalette(root: Element = document.documentElement): Palette {
  const style = getComputedStyle(root);
  const colours = Object.fromEntries(NAMES.map((name) => [name, style.getPropertyValue(`--map-${name}`).trim()])) as Record<Colour, string>;
  return { ...colours, shade: style.getPropertyValue('--map-symbols').trim() === 'Dark' ? 'Dark' : 'Light' };
}
