/** Keys of the whole page. */
import { VIEWS } from '../views/views';
import { BINDINGS, keyMapShown } from './bindings';
import { step } from './decide';
import { focusSoon } from './focus';
import { view } from './view';

/** Act on keys, but not while somebody writes or reads a review. */
export function listenToKeys(target: Window): void {
  target.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (foundTrack(event)) focusSoon('#track-detail');
    if (writing(event.target)) return;
    if (step.value.at !== 'idle' && event.key !== 'H') return;
    if (keyMapShown.value && event.key !== 'H' && event.key !== '?') return;
    const name = event.shiftKey && event.key.length === 1 && /[A-Z]/.test(event.key) ? `Shift+${event.key}` : event.key;
    const binding = BINDINGS.find(({ keys }) => keys === name);
    const opened = VIEWS.find(({ key }) => key === event.key);
    if (binding !== undefined) binding.act();
    else if (opened === undefined) return;
    else {
      view.value = opened.name;
      focusSoon('main');
    }
    event.preventDefault();
  });
}

/** Enter in the search goes on to the track that was found. */
const foundTrack = (event: KeyboardEvent): boolean => event.key === 'Enter' && event.target instanceof HTMLElement && event.target.id === 'map-search';

/** Where letters are text; in a box that is ticked they are not. */
function writing(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || target.matches('input:not([type=checkbox], [type=radio]), textarea, select'));
}
