// Who this is. Full width, above everything of the chart, never covered by a pane. Order and tab
// order: name, born, sex, record number (NHS CUI patient banner); labels are quieter than values.
// Nothing in it is ever cut off: it wraps to a second line.
import { TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { chartCopy, copy } from '../../copy';
import { Avatar } from '../../design';
import { dayOf, digitsOf, momentOf } from '../../design/format';
import type { AllergyHeadingView, BannerView } from '../../ipc';
import css from './PatientBanner.module.css';

export function PatientBanner({ banner }: { banner: BannerView }): ReactNode {
  const text = chartCopy.banner;
  return (
    <section
      className={css.banner}
      aria-label={text.label}
      data-testid="patient-banner"
      data-died={banner.died !== null}
    >
      <div className={css.who}>
        <Avatar of="patient" size="large" initials={banner.initials} />
        <div>
          <h1 className={css.name}>
            {banner.family}, {banner.given}
            {banner.title === null ? null : <span> ({banner.title})</span>}
          </h1>
          <p className={css.place}>
            <Small label={text.preferred} value={banner.preferred} />
            <Small label={text.bed} value={banner.bed} />
            <Small
              label={text.day}
              value={banner.dayOfStay === null ? null : String(banner.dayOfStay)}
            />
          </p>
        </div>
      </div>
      <dl className={css.facts}>
        <Fact label={text.born} value={banner.born} strong />
        {banner.died === null ? null : <Fact label={text.died} value={banner.died} strong />}
        <Fact label={text.sex} value={banner.sex} strong />
        <div className={css.fact}>
          <dt>{text.mrn}</dt>
          <dd className={css.strong}>
            {banner.mrn === null ? (
              copy.notRecorded
            ) : (
              <span onCopy={(event) => copyDigits(event, banner.mrn ?? '')}>{banner.mrn}</span>
            )}
          </dd>
        </div>
      </dl>
      <Allergies heading={banner.allergies} />
      <dl className={css.facts}>
        {banner.flags.length === 0 ? null : (
          <Fact label={text.flags} value={banner.flags.map((flag) => flag.text).join(', ')} />
        )}
        <Fact label={text.code} value={banner.codeStatus} />
        {banner.isolation === null ? null : <Fact label={text.isolation} value={banner.isolation} />}
        <Fact
          label={text.weight}
          value={banner.weight}
          after={banner.weightAtMs === null ? null : dayOf(banner.weightAtMs)}
        />
        <Fact label={text.attending} value={banner.attending} />
      </dl>
    </section>
  );
}

function Small({ label, value }: { label: string; value: string | null }): ReactNode {
  if (value === null) return null;
  return (
    <span className={css.small}>
      {label} <b>{value}</b>
    </span>
  );
}

function Fact({
  label,
  value,
  after = null,
  strong = false,
}: {
  label: string;
  value: string | null;
  after?: string | null;
  strong?: boolean;
}): ReactNode {
  return (
    <div className={css.fact}>
      <dt>{label}</dt>
      <dd className={strong ? css.strong : undefined} data-absent={value === null}>
        {value ?? copy.notRecorded}
        {after === null ? null : <span className={css.after}> {after}</span>}
      </dd>
    </div>
  );
}

function Allergies({ heading }: { heading: AllergyHeadingView }): ReactNode {
  const text = chartCopy.banner;
  switch (heading.kind) {
    case 'known':
      return (
        <div className={css.allergies} data-kind="known">
          <TriangleAlert size={16} aria-hidden="true" />
          <div>
            <h2>{text.known}</h2>
            <ul>
              {heading.lines.map((line) => (
                <li key={line}>{line}</li>
              ))}
            </ul>
          </div>
        </div>
      );
    case 'noneKnown':
      return (
        <div className={css.allergies} data-kind="none">
          <div>
            <h2>{text.noneKnown}</h2>
            {heading.by === null && heading.atMs === null ? null : (
              <p>
                {text.recordedBy(heading.by, heading.atMs === null ? null : momentOf(heading.atMs))}
              </p>
            )}
          </div>
        </div>
      );
    case 'notRecorded':
      return (
        <div className={css.allergies} data-kind="none">
          <h2>{text.notRecorded}</h2>
        </div>
      );
    case 'unavailable':
      return (
        <div className={css.allergies} data-kind="unavailable">
          <TriangleAlert size={16} aria-hidden="true" />
          <div>
            <h2>{text.unavailable}</h2>
            <p>{text.unavailableWhy}</p>
          </div>
        </div>
      );
  }
}

// Spaces of the shown number would break a search in another program (NHS CUI NUM-0003).
function copyDigits(
  event: { preventDefault: () => void; clipboardData: DataTransfer },
  mrn: string,
): void {
  event.preventDefault();
  event.clipboardData.setData('text/plain', digitsOf(mrn));
}
