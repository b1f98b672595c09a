/** What people have decided: frozen, with who and when, until it is over. */
import { useState } from 'preact/hooks';
import { isOver, type Nomination } from '../api/desk';
import type { Problem } from '../api/client';
import { t, tCode } from '../i18n/index';
import { saidWhole } from '../parts/problem';
import { Name } from '../parts/text';
import { deciding } from '../state/desk';
import { beginSecond, takeBack } from '../state/decide';
import { session } from '../state/session';
import { EngagementItem } from './engagement';

const MOST_OVER = 8;

export function Decided() {
  const now = deciding.value;
  if (now === null) return null;
  const current = now.engagements.filter((each) => !isOver(each));
  const over = now.engagements.filter(isOver);
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
              <EngagementItem key={each.id} engagement={each} />
            ))}
          </ul>
        </div>
      )}
      {over.length > 0 && (
        <details class="decided">
          <summary>{t('engaged.over', { count: over.length })}</summary>
          <ul>
            {over.slice(0, MOST_OVER).map((each) => (
              <EngagementItem key={each.id} engagement={each} />
            ))}
          </ul>
        </details>
      )}
    </>
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
            <Name text={decision.by} longest={32} /> · {tCode('second', nomination.why.code)}
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
          {saidWhole(problem)}
        </p>
      )}
    </li>
  );
}
