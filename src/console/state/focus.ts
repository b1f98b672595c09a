/**
 * Where the keyboard is: never nowhere.
 *
 * What has the focus may vanish or be switched off when the desk moves on.  The focus
 * then goes to the place that it was in, or comes back when it is switched on again.
 */

// No field: in one, the keys of the page are letters.
const FOCUSABLE = 'button:not(:disabled), [tabindex="0"]';
/** What belongs together: beyond it nothing is near any more, and the view as a whole is meant. */
const PLACES = 'li, ul, ol, fieldset, dialog, tr, [role="group"], .alarms';
const WAIT_FRAMES = 60;

let last: HTMLElement | null = null;
let around: readonly HTMLElement[] = [];

/** Keep the focus from being lost on a page. */
export function keepFocus(page: Document): void {
  page.addEventListener('focusin', (event) => {
    if (!(event.target instanceof HTMLElement)) return;
    last = event.target;
    around = ancestors(event.target);
  });
  // Whoever points somewhere else means to leave.
  page.addEventListener('pointerdown', () => (last = null), { capture: true });
  new MutationObserver(() => {
    if (last !== null && isLost(page)) restore(page);
  }).observe(page.body, { childList: true, subtree: true, attributes: true, attributeFilter: ['disabled'] });
}

/** Whether no element has it. */
export const isLost = (page: Document): boolean => page.activeElement === null || page.activeElement === page.body;

function restore(page: Document): void {
  if (last === null) return;
  if (last.isConnected) {
    if (!last.matches(':disabled')) last.focus();
    return;
  }
  const near = around.find((each) => each.isConnected)?.closest<HTMLElement>(PLACES);
  if (near === null || near === undefined) focusMain(page);
  // A dialogue that is empty is about to close.
  else if (near.matches('dialog')) (firstIn(near) ?? page.querySelector<HTMLElement>('main'))?.focus();
  else {
    const begins = near.querySelector<HTMLElement>('[data-first]:not(:disabled)');
    if (begins === null) focusItself(near);
    else begins.focus();
  }
}

/** The place as a whole and none of its buttons: a key pressed once more must not act on the next row. */
function focusItself(place: HTMLElement): void {
  if (!place.hasAttribute('tabindex')) {
    place.tabIndex = -1;
    place.addEventListener('blur', () => place.removeAttribute('tabindex'), { once: true });
  }
  place.focus();
}

/** The element to begin with: the one that is marked, or the first that takes the focus. */
export function firstIn(box: ParentNode): HTMLElement | undefined {
  return box.querySelector<HTMLElement>('[data-first]:not(:disabled)') ?? [...box.querySelectorAll<HTMLElement>(FOCUSABLE)].find((each) => each.offsetParent !== null);
}

export function focusMain(page: Document = document): void {
  page.querySelector<HTMLElement>('main')?.focus();
}

/** Focus what a view is about to show, as soon as it is there. */
export function focusSoon(selector: string, frames = WAIT_FRAMES): void {
  requestAnimationFrame(() => {
    const found = document.querySelector<HTMLElement>(selector);
    if (found !== null) found.focus();
    else if (frames > 0) focusSoon(selector, frames - 1);
  });
}

function ancestors(element: HTMLElement): readonly HTMLElement[] {
  const out: HTMLElement[] = [];
  for (let each = element.parentElement; each !== null && each !== document.body; each = each.parentElement) out.push(each);
  return out;
}
