/** HOLD ALL: weapons HOLD everywhere, in one action, from wherever somebody is. */
import { t } from '../i18n/index';
import { said } from '../parts/problem';
import { heldAll, holdAll } from '../state/decide';

export function HoldAll() {
  const { problem, unknown } = heldAll.value;
  return (
    <>
      {problem !== null && (
        <span class="alarm" role="alert">
          {said(problem)}
        </span>
      )}
      {unknown && (
        <span class="warn" role="status">
          {t('review.unknown')}
        </span>
      )}
      <button type="button" class="hold-all" title={t('hold.all.hint')} onClick={() => void holdAll()}>
        {t('hold.all')}
      </button>
    </>
  );
}
