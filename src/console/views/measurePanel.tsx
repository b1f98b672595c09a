/** What has been measured, or what to do next; said aloud as well. */
import { useEffect } from 'preact/hooks';
import { t } from '../i18n/index';
import { distance } from '../i18n/measure';
import { measuring, result, saying, spoken, stop } from '../state/measuring';

export function MeasurePanel() {
  const { phase } = measuring.value;
  const on = phase !== 'off';
  useEffect(() => {
    if (!on) return undefined;
    const escape = (event: KeyboardEvent): void => {
      if (event.key === 'Escape' && document.querySelector('dialog[open]') === null) stop();
    };
    window.addEventListener('keydown', escape);
    return () => window.removeEventListener('keydown', escape);
  }, [on]);
  return (
    <>
      <p class="unseen" role="status" aria-live="polite">
        {saying.value}
      </p>
      {on && (
        <div class="measure" data-phase={phase}>
          <Length />
          <p>{phase === 'to' ? t('measure.to') : t('measure.from')}</p>
          <p class="quiet">
            {t('measure.steps')} · {t('measure.escape')}
          </p>
        </div>
      )}
    </>
  );
}

function Length() {
  const made = result.value;
  if (made === null) return null;
  const whole = spoken(made);
  const length = distance(made.distanceM);
  return (
    <p class="measured">
      <strong>{length}</strong>
      {whole.slice(length.length)}
    </p>
  );
}
