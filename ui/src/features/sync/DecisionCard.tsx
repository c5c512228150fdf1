// The frame of one thing to decide: whose chart it is about stands in every one, for a list is where
// patients are mixed up.
import type { ReactNode } from 'react';
import { copy, decideCopy } from '../../copy';
import { Button, FailureNote } from '../../design';
import type { DecisionPatient, Failure } from '../../ipc';
import css from './Decide.module.css';

type Props = {
  severity: 'plain' | 'high';
  icon: ReactNode;
  title: string;
  patient: DecisionPatient;
  failure: Failure | null;
  maySettle: boolean;
  unreadable: boolean;
  /** What settles all of it at once. */
  actions?: ReactNode;
  onOpenChart: (chart: string) => void;
  children: ReactNode;
};

export function DecisionCard(props: Props): ReactNode {
  const { severity, icon, title, patient, failure, maySettle, unreadable, onOpenChart } = props;
  return (
    <li className={css.card} data-severity={severity} data-chart={patient.chart} data-testid="decision" tabIndex={-1}>
      {icon}
      <div className={css.body}>
        <b>{title}</b>
        <p className={css.patient}>
          <b>{patient.name}</b> · {decideCopy.mrn} {patient.mrn || copy.notRecorded}
        </p>
        {props.children}
        {unreadable ? <p>{decideCopy.unreadable}</p> : null}
        {maySettle ? null : <p>{decideCopy.reader}</p>}
        {failure === null ? null : <FailureNote failure={failure} />}
        <div className={css.actions}>
          {maySettle && !unreadable ? props.actions : null}
          <Button
            size="small"
            aria-label={decideCopy.openNamed(patient.name)}
            onClick={() => onOpenChart(patient.chart)}
          >
            {decideCopy.openChart}
          </Button>
        </div>
      </div>
    </li>
  );
}
