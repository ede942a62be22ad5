/** How the parameters of a setup are laid out. Which there are follows from the specs; only the order is decided here. */
import type { ParamSpecs, ParamValues } from '../../core/params.ts'
import { trainingGroups } from '../../core/recipe.ts'
import type { ResolvedMethod } from '../../methods/index.ts'
import { explainedSpecs } from '../../methods/words.ts'

export interface ParamGroup {
  readonly id: string
  readonly title: string
  readonly specs: ParamSpecs
  /** Open when nobody has decided otherwise. */
  readonly open: boolean
}

const only = (specs: ParamSpecs, wanted: (key: string) => boolean): ParamSpecs =>
  Object.fromEntries(Object.entries(specs).filter(([key]) => wanted(key)))

/** The loss's parts that every method has stand apart from what makes the method. */
export function paramGroups(method: ResolvedMethod): ParamGroup[] {
  const { slotOf } = method
  const specs = explainedSpecs(method)
  const { sampling, optimiser, verifying, measuring } = trainingGroups
  const isLoss = (key: string) => slotOf[key] === 'aggregation' || slotOf[key] === 'regulariser'
  const all: ParamGroup[] = [
    { id: 'method', title: 'Method', specs: only(specs, key => !isLoss(key)), open: true },
    { id: 'sampling', title: 'Sampling', specs: sampling, open: true },
    { id: 'optimiser', title: 'Optimiser', specs: optimiser, open: true },
    { id: 'loss', title: 'Loss: KL, entropy, aggregation', specs: only(specs, isLoss), open: false },
    { id: 'verifying', title: 'A verifier that errs', specs: verifying, open: false },
    { id: 'measuring', title: 'Budget and measuring', specs: measuring, open: false },
  ]
  return all.filter(group => Object.keys(group.specs).length > 0)
}

/**
 * What the form shows of specs: all that bounds no rule, then the bounds of rules that a setting uses or somebody asked for.
 * The other rules can be added.
 */
export function rulesFolded(
  specs: ParamSpecs,
  settings: readonly ParamValues[],
  asked: ReadonlySet<string>,
): { readonly shown: ParamSpecs; readonly addable: readonly string[] } {
  const isSet = ([key, spec]: readonly [string, ParamSpecs[string]]) =>
    settings.some(values => Object.hasOwn(values, key) && values[key] !== spec.default)
  const used = new Set(Object.entries(specs).flatMap(each => (each[1].rule && isSet(each) ? [each[1].rule] : [])))
  const isShown = (rule: string) => used.has(rule) || asked.has(rule)
  const rules = [...new Set(Object.values(specs).flatMap(({ rule }) => rule ?? []))]
  return {
    shown: {
      ...only(specs, key => specs[key]?.rule === undefined),
      ...only(specs, key => isShown(specs[key]?.rule ?? '')),
    },
    addable: rules.filter(rule => !isShown(rule)),
  }
}
