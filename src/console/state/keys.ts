/** Keys of the whole page. */
import { VIEWS } from '../views/views';
import { BINDINGS } from './bindings';
import { step } from './decide';
import { view } from './view';

/** Act on keys, but not while somebody writes or reads a review. */
export function listenToKeys(target: Window): void {
  target.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || writing(event.target)) return;
    if (step.value.at !== 'idle' && event.key !== 'H') return;
    const name = event.shiftKey && event.key.length === 1 && /[A-Z]/.test(event.key) ? `Shift+${event.key}` : event.key;
    const binding = BINDINGS.find(({ keys }) => keys === name);
    const opened = VIEWS.find(({ key }) => key === event.key);
    if (binding !== undefined) binding.act();
    else if (opened !== undefined) view.value = opened.name;
    else return;
    event.preventDefault();
  });
}

function writing(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
}
