/** The air picture. */
import type { Pairs } from './pair';

export const map = {
  'map.label': ['Карта повітряної обстановки', 'Map of the air picture'],
  'map.search': ['Знайти трасу', 'Find a track'],
  'map.threats': ['Лише загрози', 'Threats only'],
  'map.labels': ['Підписи', 'Labels'],
  'map.closer': ['Наблизити', 'Zoom in'],
  'map.farther': ['Віддалити', 'Zoom out'],
  'map.all': ['Увесь наліт', 'Whole raid'],
} as const satisfies Pairs;
