/** The frame round every view: states in words and frames, HOLD ALL, navigation. */
import { useEffect } from 'preact/hooks';
import { signal } from '@preact/signals';
import { ask, anything } from '../api/client';
import { follow } from '../api/stream';
import { t } from '../i18n/index';
import { Remark } from '../parts/remark';
import { deskName } from '../state/desk';
import { session } from '../state/session';
import { view } from '../state/view';
import { Alarms } from './alarms';
import { Login } from './login';
import { Review } from './review';
import { KeyMap } from './keyMap';
import { TopBar } from './topBar';
import { VIEWS } from './views';

export const faults = signal<readonly string[]>([]);
const MOST_FAULTS = 20;
const STAY_MS = 180_000;

export function App() {
  return session.value === null || session.value.must_change ? <Login /> : <Console />;
}

function Console() {
  const desk = deskName.value;
  useEffect(() => {
    const stream = follow(
      desk,
      (fault) => {
        faults.value = [...faults.value, fault].slice(-MOST_FAULTS);
      },
      () => {
        session.value = null;
      },
    );
    // A stream does not count as a request: without one the session would grow idle.
    const stay = setInterval(() => void ask('/session', anything), STAY_MS);
    return () => {
      clearInterval(stay);
      stream.close();
    };
  }, [desk]);
  const current = VIEWS.find(({ name }) => name === view.value) ?? VIEWS[0];
  return (
    <div class="console">
      <TopBar />
      <Alarms />
      <nav class="rail" aria-label={t('nav.label')}>
        {VIEWS.map(({ name, key }) => (
          <button type="button" key={name} aria-current={name === view.value ? 'page' : undefined} onClick={() => (view.value = name)}>
            <kbd aria-hidden="true">{key}</kbd>
            <span>{t(`nav.${name}`)}</span>
          </button>
        ))}
      </nav>
      {/* In the picture it is said beside the queue, which its keys are about. */}
      {view.value !== 'picture' && <Remark />}
      <main tabIndex={0}>{current === undefined ? null : <current.View />}</main>
      <Review />
      <KeyMap />
    </div>
  );
}
