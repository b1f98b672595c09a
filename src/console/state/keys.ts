/** Keys of the whole page. */
import { VIEWS } from '../views/views';
import { BINDINGS, HOLD_ALL, keyMapShown } from './bindings';
import { step } from './decide';
import { focusSoon } from './focus';
import { keyName } from './keyName';
import { view } from './view';

/** Act on keys, but not while somebody writes or reads a review. */
export function listenToKeys(target: Window): void {
  target.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (foundTrack(event)) focusSoon('#track-detail');
    if (writing(event.target)) return;
    const isHoldAll = keyName(event) === HOLD_ALL;
    if (step.value.at !== 'idle' && !isHoldAll) return;
    if (keyMapShown.value && !isHoldAll && event.key !== '?') return;
    const name = keyName(event);
    const binding = BINDINGS.find(({ keys }) => keys === name);
    const opened = VIEWS.find(({ key }) => key === name);
    // Held down, a key that moves goes on; one that acts has acted.
    if (event.repeat && binding?.repeats !== true) return;
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
