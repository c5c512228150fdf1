// 48 hours of vitals of the invented chart.
import type { TrendPoint } from '../generated/TrendPoint';
import type { TrendSeries } from '../generated/TrendSeries';
import { at } from './ward';

const TAKEN: [string, number][] = [
  ['15:40', -2], ['17:40', -2], ['19:40', -2], ['23:40', -2],
  ['03:40', -1], ['07:40', -1], ['11:40', -1], ['15:40', -1], ['19:40', -1], ['23:40', -1],
  ['03:40', 0], ['07:40', 0], ['10:40', 0], ['13:40', 0],
];

const HEART = [118, 116, 112, 110, 106, 104, 100, 98, 94, 92, 90, 91, 94, 96];
const BREATHS = [27, 26, 26, 24, 23, 22, 21, 20, 20, 19, 19, 20, 20, 22];
const SATURATION = [89, 91, 92, 92, 93, 93, 94, 94, 95, 95, 95, 95, 95, 94];
const SYSTOLIC = [98, 96, 101, 104, 106, 109, 112, 112, 114, 116, 114, 112, 112, 112];
const DIASTOLIC = [56, 54, 57, 58, 60, 61, 62, 64, 66, 66, 65, 66, 66, 64];
const HEAT = [39.1, 38.9, 38.7, 38.6, 38.4, 38.2, 38.1, 37.9, 37.8, 37.7, 37.8, 37.9, 37.9, 38];

type Scored = (value: number) => number;

const pulse: Scored = (value) => (value > 130 ? 3 : value > 110 ? 2 : value > 90 ? 1 : 0);
const breath: Scored = (value) => (value > 24 ? 3 : value > 20 ? 2 : 0);
const oxygen: Scored = (value) => (value < 92 ? 3 : value < 94 ? 2 : value < 96 ? 1 : 0);
const pressure: Scored = (value) => (value < 91 ? 3 : value < 101 ? 2 : value < 111 ? 1 : 0);
const heat: Scored = (value) => (value > 39 ? 2 : value > 38 ? 1 : 0);

function points(values: number[], score: Scored, digits = 0, second?: number[]): TrendPoint[] {
  return values.map((value, index) => {
    const [time = '00:00', day = 0] = TAKEN[index] ?? [];
    const low = second?.[index] ?? null;
    const text = low === null ? value.toFixed(digits) : `${value}/${low}`;
    return { atMs: at(time, day), value, second: low, text, points: score(value) };
  });
}

export function trend(): TrendSeries[] {
  return [
    { code: 'heartRate', label: 'Heart rate', unit: '/min', low: 40, high: 140, zeroLow: 51, zeroHigh: 90, points: points(HEART, pulse) },
    { code: 'bloodPressure', label: 'Blood pressure', unit: 'mmHg', low: 40, high: 200, zeroLow: 111, zeroHigh: 219, points: points(SYSTOLIC, pressure, 0, DIASTOLIC) },
    { code: 'respiratoryRate', label: 'Resp. rate', unit: '/min', low: 8, high: 30, zeroLow: 12, zeroHigh: 20, points: points(BREATHS, breath) },
    { code: 'spo2', label: 'SpO₂', unit: '%', low: 86, high: 100, zeroLow: 96, zeroHigh: 100, points: points(SATURATION, oxygen) },
    { code: 'temperature', label: 'Temperature', unit: '°C', low: 35, high: 40, zeroLow: 36.1, zeroHigh: 38, points: points(HEAT, heat, 1) },
  ];
}
