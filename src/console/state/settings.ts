/** What a person chose for this console; kept on this machine alone. */
import { effect, signal } from '@preact/signals';
import { language, type Language } from '../i18n/index';

export type PaletteName = 'dark' | 'dim' | 'day';
export type UnitSystem = 'metric' | 'aviation';

export const palette = signal<PaletteName>('dark');
export const units = signal<UnitSystem>('metric');
export const muted = signal(false);
export const labels = signal(true);

const STORE = 'zaslin.console';

/** Read what was kept, and keep what changes. */
export function keepSettings(storage: Storage): void {
  const kept = read(storage);
  if (kept['language'] === 'en' || kept['language'] === 'uk') language.value = kept['language'] as Language;
  if (kept['palette'] === 'dim' || kept['palette'] === 'day') palette.value = kept['palette'];
  if (kept['units'] === 'aviation') units.value = 'aviation';
  muted.value = kept['muted'] === true;
  labels.value = kept['labels'] !== false;
  effect(() => {
    const now = { language: language.value, palette: palette.value, units: units.value, muted: muted.value, labels: labels.value };
    document.documentElement.lang = language.value;
    document.documentElement.dataset['palette'] = palette.value;
    try {
      storage.setItem(STORE, JSON.stringify(now));
    } catch {
      // A full or forbidden store loses a preference and nothing else.
    }
  });
}

function read(storage: Storage): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(storage.getItem(STORE) ?? '{}');
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
