/** What entries of the journal are about. */
import type { Pairs } from './pair';

export const about = {
  'about.yes': ['так', 'yes'],
  'about.engagement': ['постріл', 'shot'],
  'about.track': ['траса', 'track'],
  'about.fire_unit': ['засіб', 'unit'],
  'about.launch': ['пуск', 'launch'],
  'about.revision': ['ревізія', 'revision'],
  'about.why': ['причина:', 'reason:'],
  'about.confirmed_by': ['підтвердив', 'confirmed by'],
  'about.amended_fire_unit': ['замість того засіб', 'instead unit'],
  'about.amended_type': ['замість того', 'instead'],
  'about.channels': ['каналів', 'channels'],
  'about.rounds': ['боєприпасів', 'rounds'],
  'about.rounds_ready': ['на пускових', 'on the rails'],
  'about.rounds_stored': ['на складі', 'in store'],
  'about.tracks': ['трас', 'tracks'],
  'about.firm': ['рекомендованих пострілів', 'firm shots'],
  'about.kept': ['без змін', 'unchanged'],
  'about.withdrawn': ['відкликано', 'withdrawn'],
  'about.orders': ['обмежень', 'orders'],
  'about.zones': ['зон', 'zones'],
  'about.reserves': ['резервів', 'reserves'],
  'about.authority': ['оголосив', 'by'],
  'about.evidence': ['підстава:', 'evidence:'],
  'about.expires': ['діє до', 'until'],
} as const satisfies Pairs;
