/** The password once more, before a decision. */
import { useState } from 'preact/hooks';
import { nothingDone, type Problem } from '../api/client';
import { t } from '../i18n/index';
import { said } from '../parts/problem';
import { passwordGiven, step, type Again } from '../state/decide';
import { stepUp } from '../state/session';

/** Nothing is entered by it. */
export function Password({ again }: { readonly again: Again }) {
  const [password, setPassword] = useState('');
  const [refused, setRefused] = useState<Problem | null>(null);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        const asked = step.value;
        void stepUp(password).then((answer) => {
          // Let go of, or not for whoever sits here by now.
          if (step.value !== asked) return;
          if (answer.ok) {
            passwordGiven.value = true;
            again();
          } else setRefused(nothingDone(answer.error));
        });
      }}
    >
      <label for="step-up">{t('review.step_up')}</label>
      <div class="row">
        <input id="step-up" type="password" autocomplete="current-password" data-first value={password} onInput={(event) => setPassword(event.currentTarget.value)} />
        <button type="submit" class="primary">
          {t('review.step_up.enter')}
        </button>
      </div>
      {refused !== null && <p class="alarm">{said(refused)}</p>}
    </form>
  );
}
