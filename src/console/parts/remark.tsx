/** The answer to a key that could do nothing. */
import { t } from '../i18n/index';
import { remarked } from '../state/remark';

export function Remark() {
  const now = remarked.value;
  return (
    <p class="remark" role="status" aria-atomic="true">
      {now !== null && (
        <span key={now.number} class="warn">
          ▲ {t(now.what)}
        </span>
      )}
    </p>
  );
}
