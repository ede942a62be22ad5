import { setsOf, studiesOfPreset } from '../../claims/index.ts'
import type { Verdict } from '../../core/claim.ts'
import { sayWith, seedWords } from '../../core/claim-words.ts'
import { restored } from '../../core/measured.ts'
import { type Study, together } from '../../core/study.ts'
import { titleOf } from '../../methods/index.ts'
import { methodHash } from '../../store/route.ts'
import { ClaimMark } from '../kit/ClaimMark.tsx'

/** What came of a preset's statements, in short; every figure stands on the page of a method. */
export default function PresetClaims({ id }: { readonly id: string }) {
  return studiesOfPreset(id).map(study => <Measured key={study.id} study={study} />)
}

function Measured({ study }: { readonly study: Study }) {
  const sets = setsOf(study.id)
  const [page] = study.methods
  const claims = study.claims.map(claim => {
    const judged = sets.flatMap(({ claims }) => claims[claim.id] ?? [])
    const verdict = together(judged.map(each => each.verdict))
    return { id: claim.id, verdict, words: sayWith(claim, restored(judged[0]?.figure ?? 'none')) }
  })
  return (
    <details className="preset-text">
      <summary>What was measured: {counted(claims.map(({ verdict }) => verdict))}</summary>
      <p>{study.about}</p>
      <ul className="claims-list">
        {claims.map(({ id, verdict, words }) => (
          <li key={id}>
            <ClaimMark verdict={verdict} /> {words}
          </li>
        ))}
      </ul>
      <p>Medians over seeds {sets.map(({ seeds }) => seedWords(seeds)).join(' and ')}.</p>
      {page && (
        <a className="link" href={methodHash(page)}>
          All runs, on the page of {titleOf(page)}
        </a>
      )}
    </details>
  )
}

/** `5 of 7 claims hold`. */
const counted = (verdicts: readonly Verdict[]): string =>
  `${verdicts.filter(verdict => verdict === 'holds').length} of ${verdicts.length} claims hold`
