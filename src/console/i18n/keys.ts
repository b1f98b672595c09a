/** The key map. */
import type { Pairs } from './pair';

export const keys = {
  'keys.title': ['Клавіші', 'Keys'],
  'keys.next': ['Наступна рекомендація', 'Next recommendation'],
  'keys.previous': ['Попередня рекомендація', 'Previous recommendation'],
  'keys.authorise': ['Підготувати дозвіл', 'Prepare to authorise'],
  'keys.refuse': ['Відхилити', 'Refuse'],
  'keys.hold': ['Не вести вогонь по трасі', 'Hold fire on the track'],
  'keys.waiting': ['До того, що чекає другої особи', 'To what waits for a second person'],
  'keys.decided': ['До дозволених пострілів', 'To the authorised shots'],
  'keys.detail': ['До вибраної траси', 'To the selected track'],
  'keys.acknowledge': ['Прийняти тривогу', 'Acknowledge an alarm'],
  'keys.mute': ['Увімкнути або вимкнути звук', 'Sound on or off'],
  'keys.hold_all': ['Стій усім', 'Hold all'],
  'keys.search': ['Знайти трасу', 'Find a track'],
  'keys.closer': ['Наблизити', 'Zoom in'],
  'keys.farther': ['Віддалити', 'Zoom out'],
  'keys.all': ['Показати весь наліт', 'Show the whole raid'],
  'keys.measure': ['Виміряти на карті', 'Measure on the map'],
  'keys.map': ['Показати клавіші', 'Show the keys'],
} as const satisfies Pairs;
