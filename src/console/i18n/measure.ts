/** Lengths and speeds in the units that the person chose; metres and metres per second in. */
import { units } from '../state/settings';
import { number, t } from './index';

const FOOT_M = 0.3048;
const NAUTICAL_MILE_M = 1852;

export function altitude(metres: number): string {
  return units.value === 'aviation' ? `${number(Math.round(metres / FOOT_M / 100) * 100)} ${t('unit.ft')}` : `${number(Math.round(metres / 10) * 10)} ${t('unit.m')}`;
}

export function speed(metresPerSecond: number): string {
  return units.value === 'aviation'
    ? `${number((metresPerSecond * 3600) / NAUTICAL_MILE_M)} ${t('unit.kt')}`
    : `${number(metresPerSecond * 3.6)} ${t('unit.kmh')}`;
}

export function distance(metres: number): string {
  return units.value === 'aviation' ? `${number(metres / NAUTICAL_MILE_M, 1)} ${t('unit.nmi')}` : `${number(metres / 1000, 1)} ${t('unit.km')}`;
}
