/** One contact of a file, as somebody typed it. */
export interface ContactRow {
  /** Where it begins in the file, from 1. */
  line: number;
  name: string;
  phone: string;
  /** YYYY-MM-DD or DD/MM/YYYY; empty: not said. */
  birthDate: string;
  notes: string;
  variables: Record<string, string>;
}
