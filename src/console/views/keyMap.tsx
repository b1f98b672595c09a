/** The key map as a sheet over the page, on request. */
import { useEffect, useRef } from 'preact/hooks';
import { t } from '../i18n/index';
import { keyMapShown } from '../state/bindings';
import { Keys } from './settings';

export function KeyMap() {
  const dialog = useRef<HTMLDialogElement>(null);
  const shown = keyMapShown.value;
  useEffect(() => {
    if (shown && dialog.current?.open === false) dialog.current.showModal();
    if (!shown) dialog.current?.close();
  }, [shown]);
  return (
    <dialog ref={dialog} class="review" aria-label={t('keys.title')} onClose={() => (keyMapShown.value = false)}>
      {shown && <Keys />}
      <button type="button" onClick={() => (keyMapShown.value = false)}>
        {t('review.close')}
      </button>
    </dialog>
  );
}
