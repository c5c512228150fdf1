// Problems, medications and results of the invented chart.
import type { MedicationView } from '../generated/MedicationView';
import type { ProblemView } from '../generated/ProblemView';
import type { ResultView } from '../generated/ResultView';
import { at } from './ward';

export function problems(): ProblemView[] {
  const plain = { principal: false, active: true, doubt: null, conflict: false };
  return [
    { ...plain, record: 'p1', name: 'Community-acquired pneumonia', detail: 'with hypoxia', since: '20-Nov-2026', principal: true },
    { ...plain, record: 'p2', name: 'Heart failure, reduced EF', detail: 'EF 35% (Mar 2026)', since: '2021' },
    { ...plain, record: 'p3', name: 'Acute kidney injury on CKD 3a', detail: 'creatinine 1.4, was 1.6', since: '20-Nov-2026' },
    { ...plain, record: 'p4', name: 'Type 2 diabetes', detail: 'HbA1c 7.4%', since: '2014', conflict: true },
    { ...plain, record: 'p5', name: 'Atrial fibrillation, paroxysmal', detail: null, since: '2023', doubt: 'Unverified' },
    { ...plain, record: 'p6', name: 'Cholecystitis', detail: null, since: '2009', active: false },
  ];
}

export function medications(): MedicationView[] {
  const one = (
    drug: string,
    form: string,
    dose: string,
    route: string,
    frequency: string,
    given: string | null,
    state: MedicationView['state'] = 'current',
  ): MedicationView => ({
    record: `m-${drug}`,
    drug,
    form,
    dose,
    route,
    frequency,
    state,
    givenAtMs: given === null ? null : at(given),
    conflict: false,
  });
  return [
    one('enoxaparin', 'injection', '40 mg', 'subcutaneous', 'once daily', '08:12'),
    one('furosemide', 'injection', '40 mg', 'intravenous', 'twice a day', '08:10'),
    one('insulin lispro', 'injection', '4 units', 'subcutaneous', 'before meals', '12:05'),
    one('levofloxacin', 'tablet', '750 mg', 'oral', 'once daily', null),
    one('metoprolol succinate', 'extended-release tablet', '50 mg', 'oral', 'once daily', '08:12'),
    one('predniSONE', 'tablet', '40 mg', 'oral', 'once daily', '08:12'),
    one('lisinopril', 'tablet', '10 mg', 'oral', 'once daily', null, 'held'),
    one('azithromycin', 'tablet', '500 mg', 'oral', 'once daily', null, 'past'),
  ];
}

export function results(): ResultView[] {
  const one = (
    name: string,
    value: string,
    unit: string,
    range: string,
    previous: string,
    direction: string | null = null,
    weight: ResultView['weight'] = 'normal',
  ): ResultView => ({
    record: `r-${name}`,
    name,
    value,
    unit,
    range,
    previous,
    direction,
    weight,
    atMs: at('06:10'),
  });
  return [
    one('Potassium', '6.1', 'mmol/L', '3.5–5.1', '5.2', 'critically high', 'critical'),
    one('Creatinine', '1.4', 'mg/dL', '0.6–1.1', '1.6', 'high', 'abnormal'),
    one('White cell count', '12.8', '×10⁹/L', '4.0–11.0', '16.1', 'high', 'abnormal'),
    one('Hemoglobin', '11.2', 'g/dL', '12.0–15.5', '11.4', 'low', 'abnormal'),
    one('Sodium', '137', 'mmol/L', '136–145', '136'),
    one('Chloride', '101', 'mmol/L', '98–107', '100'),
    one('Glucose', '142', 'mg/dL', '70–180', '166'),
    one('Platelets', '234', '×10⁹/L', '150–400', '228'),
  ];
}
