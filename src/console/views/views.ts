/** The views in the order of the rail, each with its key. */
import type { ComponentType } from 'preact';
import type { ViewName } from '../state/view';
import { ControlView } from './control';
import { JournalView } from './journal';
import { LeakersView } from './leakers';
import { MagazinesView } from './magazines';
import { MatrixView } from './matrix';
import { PictureView } from './picture';
import { ReplayView } from './replay';
import { SettingsView } from './settings';
import { SummaryView } from './summary';
import { TimelineView } from './timeline';
import { TrainingView } from './training';
import { WhatIfView } from './whatif';

export interface View {
  readonly name: ViewName;
  readonly key: string;
  readonly View: ComponentType;
}

export const VIEWS: readonly View[] = [
  { name: 'picture', key: '1', View: PictureView },
  { name: 'leakers', key: '2', View: LeakersView },
  { name: 'magazines', key: '3', View: MagazinesView },
  { name: 'timeline', key: '4', View: TimelineView },
  { name: 'summary', key: '5', View: SummaryView },
  { name: 'matrix', key: '6', View: MatrixView },
  { name: 'control', key: '7', View: ControlView },
  { name: 'whatif', key: '8', View: WhatIfView },
  { name: 'journal', key: '9', View: JournalView },
  { name: 'replay', key: 'p', View: ReplayView },
  { name: 'training', key: 't', View: TrainingView },
  { name: 'settings', key: 's', View: SettingsView },
];
