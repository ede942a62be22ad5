import { fail } from '../core/fail.ts'

/** Stands in the page's first scripts for what a method computes (scripts/method-words.mjs). */
export const elsewhere = (): never =>
  fail('a method in the first scripts', 'none that is asked to compute', 'one', 'Take it from methods/whole.ts.')
