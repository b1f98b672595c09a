/** Which view is open. */
import { signal } from '@preact/signals';

export type ViewName =
  | 'picture'
  | 'leakers'
  | 'magazines'
  | 'matrix'
  | 'timeline'
  | 'summary'
  | 'control'
  | 'whatif'
  | 'journal'
  | 'replay'
  | 'training'
  | 'settings';

export const view = signal<ViewName>('picture');
