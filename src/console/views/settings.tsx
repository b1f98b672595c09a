/** Settings of this console: language, palette, units, sound, keys. */
import { language, t } from '../i18n/index';
import { BINDINGS } from '../state/bindings';
import { labels, muted, palette, units } from '../state/settings';
import { VIEWS } from './views';

export function SettingsView() {
  return (
    <section class="page">
      <h1>{t('nav.settings')}</h1>
      <Choice name={t('set.language')} value={language.value} options={[['uk', 'Українська'], ['en', 'English']]} onPick={(value) => (language.value = value)} />
      <Choice
        name={t('set.palette')}
        value={palette.value}
        options={[['dark', t('set.dark')], ['dim', t('set.dim')], ['day', t('set.day')]]}
        onPick={(value) => (palette.value = value)}
      />
      <Choice name={t('set.units')} value={units.value} options={[['metric', t('set.metric')], ['aviation', t('set.aviation')]]} onPick={(value) => (units.value = value)} />
      <Choice name={t('set.sound')} value={muted.value ? 'off' : 'on'} options={[['on', t('set.on')], ['off', t('set.off')]]} onPick={(value) => (muted.value = value === 'off')} />
      <Choice name={t('map.labels')} value={labels.value ? 'on' : 'off'} options={[['on', t('set.on')], ['off', t('set.off')]]} onPick={(value) => (labels.value = value === 'on')} />
      <Keys />
    </section>
  );
}

interface ChoiceProps<T extends string> {
  readonly name: string;
  readonly value: T;
  readonly options: readonly (readonly [T, string])[];
  readonly onPick: (value: T) => void;
}

function Choice<T extends string>({ name, value, options, onPick }: ChoiceProps<T>) {
  return (
    <fieldset>
      <legend>{name}</legend>
      <div class="row">
        {options.map(([option, label]) => (
          <button type="button" key={option} aria-pressed={option === value} onClick={() => onPick(option)}>
            {label}
          </button>
        ))}
      </div>
    </fieldset>
  );
}

/** The whole key map, as it is in force. */
export function Keys() {
  return (
    <fieldset>
      <legend>{t('keys.title')}</legend>
      <dl class="keys">
        {BINDINGS.map(({ keys, what }) => (
          <div key={keys}>
            <dt>
              <kbd>{keys}</kbd>
            </dt>
            <dd>{t(what)}</dd>
          </div>
        ))}
        {VIEWS.map(({ name, key }) => (
          <div key={name}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{t(`nav.${name}`)}</dd>
          </div>
        ))}
      </dl>
    </fieldset>
  );
}
