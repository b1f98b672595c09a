/** Which view is open; each has a key of its own. */
import { signal } from '@preact/signals';
import type { ComponentType } from 'preact';
import { PictureView } from '../views/picture';

export interface View {
  readonly name: 'picture' | 'leakers' | 'magazines' | 'matrix' | 'timeline' | 'summary' | 'control' | 'whatif' | 'journal' | 'replay' | 'training' | 'settings';
  readonly key: string;
  readonly View: ComponentType;
}

export const VIEWS: readonly View[] = [{ name: 'picture', key: '1', View: PictureView }];

export const view = signal<View['name']>('picture');
