import { setsOf, studiesAbout } from '../../claims/index.ts'
import { armRecipe, type Claim } from '../../core/claim.ts'
import { bandWords, readingRange, sayWith, seedWords, statisticWords, verdictRange } from '../../core/claim-words.ts'
import { restored } from '../../core/measured.ts'
import { presets } from '../../core/presets.ts'
import { encodeRecipe } from '../../core/recipe-check.ts'
import { armMethods, claimsAbout, readingKey, type Study, together } from '../../core/study.ts'
import { lookups } from '../../store/recipe-edits.ts'
import { ClaimMark } from '../kit/ClaimMark.tsx'
import { Wide } from './Wide.tsx'

/** What was put to the test here of a method: sentences with figures, bands, verdicts, and the runs behind them. */
export function MethodClaims({ id }: { readonly id: string }) {
  const studies = studiesAbout(id)
  if (studies.length === 0) return <p className="panel-note">Not measured here.</p>
  return studies.map(study => <StudyClaims key={study.id} study={study} method={id} />)
}

function StudyClaims({ study, method }: { readonly study: Study; readonly method: string }) {
  return (
    <section className="claims">
      <h4>{study.title}</h4>
      <p className="prose">{study.about}</p>
      <ul className="claims-list">
        {claimsAbout(study, method, presets).map(claim => (
          <OneClaim key={claim.id} claim={claim} study={study} />
        ))}
        {study.notMeasured?.map(({ id, says, because }) => (
          <li key={id}>
            <ClaimMark verdict="open" /> {says} <span className="panel-note">{because}</span>
          </li>
        ))}
      </ul>
      <Runs study={study} />
      <p className="panel-note">
        Medians, with the lowest and the highest seed. Run it again:{' '}
        <code className="mono">npm run --silent cli -- claims --id {study.id}</code>
      </p>
    </section>
  )
}

function OneClaim({ claim, study }: { readonly claim: Claim; readonly study: Study }) {
  const found = setsOf(study.id).flatMap(({ seeds, claims }) => {
    const judged = claims[claim.id]
    return judged ? [{ seeds, judged }] : []
  })
  const figure = restored(found[0]?.judged.figure ?? 'none')
  const measured = found.map(({ seeds, judged }) => `${verdictRange(judged)} on seeds ${seedWords(seeds)}`)
  return (
    <li>
      <ClaimMark verdict={together(found.map(({ judged }) => judged.verdict))} /> {sayWith(claim, figure)}{' '}
      <span className="panel-note">
        {claim.by === 'paper' ? 'Said by the paper' : 'Seen here'}. {statisticWords(claim.of, study.arms)}:{' '}
        {measured.join(', ')}; asked is {bandWords(claim.band)}.
      </span>
    </li>
  )
}

/** Every arm with what it came to on both sets of seeds; its name opens the run. */
function Runs({ study }: { readonly study: Study }) {
  const { title, arms, columns, base } = study
  const preset = presets.find(({ id }) => id === base.preset) ?? presets[0]
  const of = armMethods(study, presets)
  return (
    <Wide label={`${title}: all runs`}>
      <table className="sheet">
        <thead>
          <tr>
            {['Run', 'Seeds', ...columns.map(({ label }) => label)].map(head => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {arms.map(arm =>
            setsOf(study.id).map(({ seeds, arms: readings }, i) => (
              <tr key={`${arm.id} ${seeds[0]}`}>
                {i === 0 && (
                  <th scope="row" rowSpan={setsOf(study.id).length}>
                    <a
                      href={`?${encodeRecipe(armRecipe(study, arm, seeds[0] ?? '1', presets, lookups), preset, lookups)}`}
                      title={`Opens this run in the playground (${of.get(arm.id)})`}
                    >
                      {arm.label}
                    </a>
                  </th>
                )}
                <td className="mono">{seedWords(seeds)}</td>
                {columns.map(column => {
                  const reading = readings[arm.id]?.[readingKey(column)]
                  return (
                    <td key={column.label} className="mono">
                      {reading ? readingRange(reading) : ''}
                    </td>
                  )
                })}
              </tr>
            )),
          )}
        </tbody>
      </table>
    </Wide>
  )
}
