// What may be chosen for each field in question, and what follows from it. Pure.
import type { AuthorView, ConflictView, DisputedField } from '../../ipc';

/** One value of a field, with everybody who left it. */
export type Option = { op: string; text: string | null; stands: boolean; by: AuthorView[] };

/** Operation by field name. */
export type Chosen = ReadonlyMap<string, string>;

/** The values of a field, each once: two that differ never read the same. */
export function optionsOf(field: DisputedField): Option[] {
  const options: Option[] = [];
  for (const { op, text, stands, by } of field.values) {
    const same = options.find((option) => option.text === text);
    if (same === undefined) options.push({ op, text, stands, by: [by] });
    else same.by.push(by);
  }
  return options;
}

/** Fields that still have to be chosen about before anything can be settled. */
export function neededBy(conflict: ConflictView, chosen: Chosen): string[] {
  return conflict.fields
    .filter(({ needed, name }) => needed && !chosen.has(name))
    .map(({ label }) => label);
}

/** The option chosen for a field. */
export function chosenOf(field: DisputedField, chosen: Chosen): Option | undefined {
  return optionsOf(field).find(({ op }) => op === chosen.get(field.name));
}
