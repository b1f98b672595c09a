/** Logging in, and choosing a password where a one-time secret was used. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { ask, anything, type Problem } from '../api/client';
import { language, t } from '../i18n/index';
import { said } from '../parts/problem';
import { logIn, resume, session } from '../state/session';

export function Login() {
  return (
    <main class="login">
      <h1>{t('app.name')}</h1>
      <p class="quiet">{t('app.advice')}</p>
      {session.value?.must_change === true ? <ChoosePassword /> : <Credentials />}
      <div class="row">
        <button type="button" aria-pressed={language.value === 'uk'} onClick={() => (language.value = 'uk')}>
          Українська
        </button>
        <button type="button" aria-pressed={language.value === 'en'} onClick={() => (language.value = 'en')}>
          English
        </button>
      </div>
    </main>
  );
}

function Credentials() {
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const [problem, setProblem] = useState<Problem | null>(null);
  const first = useFirst();
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void logIn(name, password).then((answer) => setProblem(answer.ok ? null : answer.error));
      }}
    >
      <label for="login-name">{t('login.name')}</label>
      <input id="login-name" autocomplete="username" ref={first} required value={name} onInput={(event) => setName(event.currentTarget.value)} />
      <label for="login-password">{t('login.password')}</label>
      <input id="login-password" type="password" autocomplete="current-password" required value={password} onInput={(event) => setPassword(event.currentTarget.value)} />
      <button type="submit" class="primary">
        {t('login.enter')}
      </button>
      <Said problem={problem} />
    </form>
  );
}

function ChoosePassword() {
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const [problem, setProblem] = useState<Problem | null>(null);
  const first = useFirst();
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void ask('/session/password', anything, { method: 'PUT', body: { old: current, new: next } }).then((answer) => {
          setProblem(answer.ok ? null : answer.error);
          if (answer.ok) void resume();
        });
      }}
    >
      <p>{t('login.choose')}</p>
      <label for="login-current">{t('login.current')}</label>
      <input id="login-current" type="password" autocomplete="current-password" ref={first} required value={current} onInput={(event) => setCurrent(event.currentTarget.value)} />
      <label for="login-next">{t('login.next')}</label>
      <input id="login-next" type="password" autocomplete="new-password" minLength={12} required value={next} onInput={(event) => setNext(event.currentTarget.value)} />
      <button type="submit" class="primary">
        {t('login.keep')}
      </button>
      <Said problem={problem} />
    </form>
  );
}

/** The field to begin with, again after another language; a browser's own attribute counts at the first page only. */
function useFirst() {
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const fields = [...(field.current?.form?.querySelectorAll('input') ?? [])];
    if (fields.every(({ value }) => value === '')) field.current?.focus();
  }, [language.value]);
  return field;
}

function Said({ problem }: { readonly problem: Problem | null }) {
  return problem === null ? null : (
    <p class="alarm" role="alert">
      {said(problem)}
    </p>
  );
}
