/** Journal and audit: who did what when, and whether the journal is what it was. */
import { useEffect, useState } from 'preact/hooks';
import { audit, checkpoint, type AuditLine, type Checkpoint } from '../api/records';
import { clock, date, t, tCode } from '../i18n/index';
import { aboutOf } from '../parts/about';
import { useAsked } from '../parts/asked';
import { said } from '../parts/problem';
import { Empty, Name } from '../parts/text';
import { deskName } from '../state/desk';
import { judge, witnessed } from '../state/witness';

const EVERY_MS = 4_000;
const MOST_LINES = 200;

export function JournalView() {
  const [by, setBy] = useState('');
  const [before, setBefore] = useState<number | null>(null);
  const query = (by === '' ? '' : `&by=${encodeURIComponent(by)}`) + (before === null ? '' : `&before=${before}`);
  const { value, problem } = useAsked(`/desks/${deskName.value}/audit?limit=${MOST_LINES}${query}`, audit, EVERY_MS);
  const lookFor = (name: string): void => {
    setBy(name);
    setBefore(null);
  };
  return (
    <section class="page">
      <h1>{t('nav.journal')}</h1>
      <Verification />
      <div class="row">
        <label for="audit-by">{t('audit.by')}</label>
        <input id="audit-by" value={by} onChange={(event) => lookFor(event.currentTarget.value.trim())} />
        <a href={`/api/v1/desks/${deskName.value}/export/journal.ndjson`} download>
          {t('audit.export')}
        </a>
      </div>
      {problem !== null && <p class="alarm">{said(problem)}</p>}
      {value === null ? <p class="quiet">…</p> : <Lines lines={value.lines} none={noneOf(by, before, value.next)} />}
      <Pages before={before} next={value?.next ?? null} onTurn={setBefore} />
    </section>
  );
}

/** What it means that nothing is listed: the service looks at so many entries at a time. */
function noneOf(by: string, before: number | null, next: number | null): string {
  if (next !== null || before !== null) return t('audit.none_here');
  return t(by === '' ? 'audit.empty' : 'audit.none_by');
}

/** On to older lines, and back to the latest. */
function Pages({ before, next, onTurn }: { readonly before: number | null; readonly next: number | null; readonly onTurn: (before: number | null) => void }) {
  if (before === null && next === null) return null;
  return (
    <div class="row">
      <button type="button" disabled={before === null} onClick={() => onTurn(null)}>
        {t('audit.newest')}
      </button>
      <button type="button" disabled={next === null} onClick={() => onTurn(next)}>
        {t('audit.older')}
      </button>
    </div>
  );
}

/** The newest checkpoint, compared with those that this console has held itself. */
function Verification() {
  const { value } = useAsked(`/desks/${deskName.value}/journal/checkpoint`, checkpoint, EVERY_MS);
  const [last, setLast] = useState<Checkpoint | null>(null);
  useEffect(() => {
    if (value !== null) setLast(value);
  }, [value]);
  const verdict = last === null ? null : judge(last);
  if (last === null || verdict === null) return <p class="quiet">{t('audit.no_checkpoint')}</p>;
  return (
    <p class={verdict === 'grown' || verdict === 'first' ? 'good' : 'alarm big'} role="status">
      {t(`audit.${verdict}`, { size: last.size, held: witnessed(last.desk) })} <span class="code quiet">{last.root.slice(0, 16)}…</span>
    </p>
  );
}

function Lines({ lines, none }: { readonly lines: readonly AuditLine[]; readonly none: string }) {
  if (lines.length === 0) return <Empty>{none}</Empty>;
  return (
    <table>
      <thead>
        <tr>
          <th class="number">№</th>
          <th>{t('audit.at')}</th>
          <th>{t('audit.who')}</th>
          <th>{t('audit.what')}</th>
          <th>{t('audit.about')}</th>
        </tr>
      </thead>
      <tbody>
        {lines.map((line) => (
          <tr key={line.number}>
            <td class="number">{line.number}</td>
            <td title={date(line.at)}>{clock(line.at)}</td>
            <td>{line.by === '' ? t('audit.desk') : <Name text={line.by} />}</td>
            <td>{tCode('event', line.kind)}</td>
            <td>{aboutOf(line.about)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
