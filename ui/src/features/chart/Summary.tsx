// The first section: vitals, trend, then problems and allergies beside medications.
import type { ReactNode } from 'react';
import type { ChartView } from '../../ipc';
import { AllergiesPanel } from './Allergies';
import type { Section } from './ChartScreen';
import { MedicationsPanel } from './Medications';
import { ProblemsPanel } from './Problems';
import { ResultsPanel } from './Results';
import css from './Summary.module.css';
import { TrendPanel } from './Trend';
import { VitalsPanel } from './Vitals';

type Props = {
  view: ChartView;
  onSection: (section: Section) => void;
  onVitals: () => void;
};

export function Summary({ view, onSection, onVitals }: Props): ReactNode {
  return (
    <div className={css.summary}>
      <VitalsPanel vitals={view.vitals} onRecord={onVitals} />
      {view.trend.length === 0 ? null : <TrendPanel series={view.trend} />}
      <div className={css.columns}>
        <div className={css.column}>
          <ProblemsPanel problems={view.problems} />
          <AllergiesPanel allergies={view.allergies} />
        </div>
        <div className={css.column}>
          <MedicationsPanel medications={view.medications} />
          <ResultsPanel results={view.results} onAll={() => onSection('results')} />
        </div>
      </div>
    </div>
  );
}
