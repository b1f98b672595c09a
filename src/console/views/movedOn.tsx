/** Why what was read counts no more, and the way to read what does. */
import type { Verdict } from '../api/desk';
import { clock, t, tCode } from '../i18n/index';
import { inert } from '../lib/inert';
import { readInstead, standsNow, type Again, type Subject } from '../state/decide';
import { decisionOn } from '../state/decided';
import { deciding, fresh, measures } from '../state/desk';
import type { Shot } from './reviewFacts';

/** Without a plan that anybody stands for there is nothing to decide on. */
export function NoAdvice() {
  return <p class="alarm big">{t(fresh.value === 'red' ? 'fresh.lost' : 'review.off')}</p>;
}

/** A second signature has nothing to be given to. */
export function Lapsed() {
  return (
    <p class="alarm big" role="alert">
      {t('refused.no_nomination')}
    </p>
  );
}

/** One reason, and a button. */
export function Anew({ why, again }: { readonly why: string; readonly again: Again }) {
  return (
    <div class="row" role="alert">
      <span class="alarm big">{why}</span>
      <button type="button" class="primary" data-first onClick={again}>
        {t('review.again')}
      </button>
    </div>
  );
}

interface MovedOnProps {
  readonly line: Subject;
  readonly verdict: Verdict;
  readonly again: Again;
  /** The shot that was read, where there was one. */
  readonly was?: Shot | null;
}

/** What the plan has now in the place of what was read, and the way to read that. */
export function MovedOn({ line, verdict, again, was = null }: MovedOnProps) {
  const found = standsNow(line);
  const decided = decisionOn(deciding.value, line);
  if (decided !== null) {
    return (
      <div role="alert">
        <p class="alarm big">{t('problem.already_decided')}</p>
        <p>{decided.by === null ? t('review.decided.forbidden') : t('review.decided.authorised', { by: inert(decided.by, 32) })}</p>
      </div>
    );
  }
  if (found?.isSame === true && was !== null && (found.line.salvo_size !== was.salvo_size || found.line.position !== was.position)) {
    return <Anew why={t('review.moved.changed', { salvo: found.line.salvo_size, position: inert(tCode('position', found.line.position), 20) })} again={again} />;
  }
  if (found?.isSame === true) return <Anew why={t('review.moved.line', { launch: clock(found.line.launch) })} again={again} />;
  const unit = found === null ? '' : inert(found.line.fire_unit, 32);
  const gone = measures.value?.weapons_control === 'hold' ? t('review.moved.held') : t('review.moved.gone');
  const why = found === null ? gone : t('review.moved.other', { unit, launch: clock(found.line.launch) });
  // To authorise another unit's shot is the same wish; to refuse it is another one.
  if (found !== null && verdict === 'authorise') return <Anew why={why} again={() => readInstead(found.line, found.revision)} />;
  return (
    <p class="alarm big" role="alert">
      {why}
    </p>
  );
}
