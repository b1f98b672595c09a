/** The tools of the map: search, filters, areas, measuring, closer and farther. */
import { signal } from '@preact/signals';
import { t, tCode, type Key } from '../i18n/index';
import { distance } from '../i18n/measure';
import { orderName, levels, untilWhen } from './mapDraw';
import { middle, type OrderArea, type ZoneArea } from '../map/areas';
import { EVERYTHING, flipped, IDENTITIES, kind, KINDS, type Kind } from '../map/filter';
import { Name } from '../parts/text';
import { chart, chosenArea, filter, filtering, hidden, ordersNow, showAll, showTrack, zonesNow, zoom } from '../state/chart';
import { tickMs, tracks } from '../state/desk';
import { measuring, toggleMeasure } from '../state/measuring';
import { labels } from '../state/settings';

export const search = signal('');
const panel = signal<'filter' | 'areas' | null>(null);

const open = (name: 'filter' | 'areas') => () => (panel.value = panel.value === name ? null : name);

export function MapTools() {
  const areas = zonesNow.value.length + ordersNow.value.length;
  return (
    <div
      class="chart-tools"
      role="group"
      aria-label={t('map.tools')}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || panel.value === null) return;
        document.querySelector<HTMLElement>(`[aria-controls="map-${panel.value}"]`)?.focus();
        panel.value = null;
      }}
    >
      <div class="chart-tool-row">
        <label class="unseen" for="map-search">
          {t('map.search')}
        </label>
        <input id="map-search" type="search" placeholder={t('map.search')} value={search.value} onInput={(event) => find(event.currentTarget.value)} />
        <button type="button" aria-pressed={filter.value.threatsOnly} onClick={() => (filter.value = { ...filter.value, threatsOnly: !filter.value.threatsOnly })}>
          {t('map.threats')}
        </button>
        <button type="button" aria-expanded={panel.value === 'filter'} aria-controls="map-filter" onClick={open('filter')}>
          {t('map.filter')}
        </button>
        <button type="button" aria-pressed={labels.value} onClick={() => (labels.value = !labels.value)}>
          {t('map.labels')}
        </button>
        <button type="button" aria-expanded={panel.value === 'areas'} aria-controls="map-areas" onClick={open('areas')}>
          {t('map.areas', { count: areas })}
        </button>
        <button type="button" aria-pressed={measuring.value.phase !== 'off'} onClick={toggleMeasure}>
          {t('measure.tool')}
        </button>
        <button type="button" aria-label={t('map.closer')} onClick={() => zoom(1)}>
          +
        </button>
        <button type="button" aria-label={t('map.farther')} onClick={() => zoom(-1)}>
          −
        </button>
        <button type="button" onClick={showAll}>
          {t('map.all')}
        </button>
        <Hidden />
      </div>
      {panel.value === 'filter' && <Filters />}
      {panel.value === 'areas' && <Areas />}
    </div>
  );
}

function find(text: string): void {
  search.value = text;
  const wanted = text.trim().toLowerCase();
  if (wanted === '') return;
  const found = [...tracks.keys()].find((id) => id.toLowerCase().includes(wanted));
  if (found !== undefined) showTrack(found);
}

/** Nobody forgets a filter: how much it hides stands there for as long as it is on. */
function Hidden() {
  if (!filtering.value) return null;
  return (
    <button type="button" class="hidden-count" onClick={() => (filter.value = EVERYTHING)}>
      {t('map.hidden', { count: hidden.value })}
    </button>
  );
}

/** The words of the classes are the catalogue's; the map has a few kinds of its own. */
const kindName = (name: Kind): string => (/^(decoy|crewed|civil|object)$/.test(name) ? t(`map.kind.${name}` as Key) : tCode('class', name));

function Filters() {
  tickMs.value;
  const kinds = new Map<string, number>();
  const identities = new Map<string, number>();
  for (const track of tracks.values()) {
    const name = kind(track);
    kinds.set(name, (kinds.get(name) ?? 0) + 1);
    identities.set(track.identity, (identities.get(track.identity) ?? 0) + 1);
  }
  const { hiddenKinds, hiddenIdentities } = filter.value;
  return (
    <div id="map-filter" class="chart-panel">
      <Boxes
        title={t('map.filter.kinds')}
        names={KINDS}
        word={kindName}
        counts={kinds}
        off={hiddenKinds}
        onFlip={(name) => (filter.value = { ...filter.value, hiddenKinds: flipped(hiddenKinds, name) })}
      />
      <Boxes
        title={t('map.filter.identities')}
        names={IDENTITIES}
        word={(name) => tCode('identity', name)}
        counts={identities}
        off={hiddenIdentities}
        onFlip={(name) => (filter.value = { ...filter.value, hiddenIdentities: flipped(hiddenIdentities, name) })}
      />
    </div>
  );
}

interface BoxesProps<T extends string> {
  readonly title: string;
  readonly names: readonly T[];
  readonly word: (name: T) => string;
  readonly counts: ReadonlyMap<string, number>;
  readonly off: ReadonlySet<T>;
  readonly onFlip: (name: T) => void;
}

function Boxes<T extends string>({ title, names, word, counts, off, onFlip }: BoxesProps<T>) {
  return (
    <fieldset>
      <legend>{title}</legend>
      {names.map((name) => (
        <label key={name} class="box">
          <input type="checkbox" checked={!off.has(name)} onChange={() => onFlip(name)} />
          <span>{word(name)}</span>
          <span class="quiet">{counts.get(name) ?? 0}</span>
        </label>
      ))}
    </fieldset>
  );
}

function Areas() {
  const zones = zonesNow.value;
  const orders = ordersNow.value;
  return (
    <div id="map-areas" class="chart-panel">
      {zones.length + orders.length === 0 && <p class="quiet">{t('map.areas.none')}</p>}
      <ul>
        {zones.map((area) => (
          <ZoneLine key={area.key} area={area} />
        ))}
        {orders.map((area) => (
          <OrderLine key={area.key} area={area} />
        ))}
      </ul>
    </div>
  );
}

function show(area: ZoneArea | OrderArea): void {
  const place = middle(area);
  chosenArea.value = chosenArea.value === area.key ? null : area.key;
  if (place !== undefined && chosenArea.value !== null) chart.value?.goTo(place[0], place[1]);
}

function ZoneLine({ area }: { readonly area: ZoneArea }) {
  const { name, zone, widthM, standing } = area;
  const shape = widthM === null ? t('area.zone') : t('area.corridor', { width: distance(widthM) });
  const kinds = zone.kinds.map((each) => tCode('kind', each)).join(', ');
  return (
    <li data-area={widthM === null ? 'polygon' : 'corridor'} data-standing={standing}>
      <button type="button" class="area-line" aria-pressed={chosenArea.value === area.key} onClick={() => show(area)}>
        <strong>
          <Name text={name} longest={24} />
        </strong>
        <span>{shape}</span>
        <small class={standing === 'active' ? '' : 'quiet'}>
          {[untilWhen(zone, standing), levels(zone), kinds].filter((each) => each !== '').join(' · ')}
        </small>
      </button>
    </li>
  );
}

function OrderLine({ area }: { readonly area: OrderArea }) {
  return (
    <li data-area="order" data-standing="active">
      <button type="button" class="area-line" aria-pressed={chosenArea.value === area.key} onClick={() => show(area)}>
        <strong>{orderName(area.order)}</strong>
        <span>{t('area.order')}</span>
      </button>
    </li>
  );
}
