// Records this version has no view for: counted, never hidden.
import type { ReactNode } from 'react';
import { chartCopy } from '../../copy';
import { Panel } from '../../design';
import type { OtherView } from '../../ipc';
import list from './List.module.css';
import { WideTable } from './WideTable';

export function OtherSection({ other }: { other: readonly OtherView[] }): ReactNode {
  const text = chartCopy.other;
  return (
    <Panel title={text.title}>
      <p className={list.text}>{other.length === 0 ? text.none : text.body}</p>
      {other.length === 0 ? null : (
        <WideTable label={text.title}>
            <thead>
              <tr>
                <th scope="col">{text.kind}</th>
                <th scope="col">{text.count}</th>
              </tr>
            </thead>
            <tbody>
              {other.map(({ kind, count }) => (
                <tr key={kind}>
                  <th scope="row">{kind.replaceAll(/(?<=[a-z])(?=[A-Z])/g, ' ')}</th>
                  <td>{count}</td>
                </tr>
              ))}
            </tbody>
          </WideTable>
      )}
    </Panel>
  );
}
