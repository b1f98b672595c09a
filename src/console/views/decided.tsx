/** What people have decided: frozen, with who and when, until it is over. */
import { useState } from 'preact/hooks';
import type { Engagement, Nomination } from '../api/desk';
import type { Problem } from '../api/client';
import { t, tCode } from '../i18n/index';
import { said } from '../parts/problem';
import { Countdown, Name } from '../parts/text';
import { deciding } from '../state/desk';
import { beginSecond, takeBack } from '../state/decide';
import { selectedTrack } from '../state/queue';
import { session } from '../state/session';

const OVER: ReadonlySet<string> = new Set(['assessed', 'aborted', 'expired']);

export function Decided() {
  const now = deciding.value;
  if (now === null) return null;
  const current = now.engagements.filter(({ state }) => !OVER.has(state));
  return (
    <>
      {now.nominations.length > 0 && (
        <div class="waiting">
          <h3>{t('queue.waiting')}</h3>
          <ul>
            {now.nominations.map((each) => (
              <Waiting key={each.id} nomination={each} />
            ))}
          </ul>
        </div>
      )}
      {current.length > 0 && (
        <div class="decided">
          <h3>
            {t('queue.decided')} ({current.length})
          </h3>
          <ul>
            {current.map((each) => (
              <Current key={each.id} engagement={each} />
            ))}
          </ul>
        </div>
      )}
    </>
  );
}

function Current({ engagement }: { readonly engagement: Engagement }) {
  const { decision } = engagement;
  return (
    <li class="spread">
      <button type="button" class="plain" onClick={() => (selectedTrack.value = engagement.track)}>
        <span class="code">{engagement.id}</span> <Name text={engagement.track} longest={20} /> → <Name text={engagement.fire_unit} longest={20} />
        <small class="quiet">
          {' '}
          {decision.by}
          {decision.confirmed_by !== '' && ` + ${decision.confirmed_by}`}
        </small>
      </button>
      <span>
        <small>{engagement.launched ? t('queue.flying') : tCode('engagement', engagement.state)}</small>{' '}
        <Countdown at={engagement.launched ? engagement.assessed : engagement.launch} urgentS={0} />
      </span>
    </li>
  );
}

function Waiting({ nomination }: { readonly nomination: Nomination }) {
  const [problem, setProblem] = useState<Problem | null>(null);
  const { decision } = nomination;
  const own = session.value?.name === decision.by;
  return (
    <li>
      <div class="spread">
        <span>
          <Name text={decision.track} longest={20} /> → <Name text={decision.fire_unit} longest={20} />{' '}
          <small class="quiet">
            {decision.by} · {tCode('second', nomination.why.code)}
          </small>
        </span>
        <span class="row">
          {!own && (
            <button type="button" class="primary" onClick={() => void beginSecond(nomination)}>
              {t('review.confirm_second')}
            </button>
          )}
          <button type="button" onClick={() => void takeBack(nomination.id).then(setProblem)}>
            {t('review.take_back')}
          </button>
        </span>
      </div>
      {problem !== null && (
        <p class="alarm" role="alert">
          {said(problem)}
        </p>
      )}
    </li>
  );
}
