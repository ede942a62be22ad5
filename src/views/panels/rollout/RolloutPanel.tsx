import { useMemo } from 'react'
import { putOnBench } from '../../kit/bench-edits.ts'
import { DataTable } from '../../kit/DataTable.tsx'
import { locate } from '../../kit/locate.ts'
import { NoResponses } from '../../kit/NoResponses.tsx'
import { tokenNumbers } from '../../kit/tokenNumbers.ts'
import { tokenText, visible } from '../../kit/tokens.ts'
import type { PanelProps } from '../../panel.ts'
import { Continuations } from './Continuations.tsx'
import type { Whole } from './continuations.ts'
import { Head } from './Head.tsx'
import { Here } from './Here.tsx'
import type { SpotProps } from './spot-props.ts'
import { Tokens } from './Tokens.tsx'
import './rollout.css'

/** One response, token by token. */
export function RolloutPanel(props: PanelProps) {
  const { snapshot, selection, branch } = props
  const place = useMemo(() => locate(snapshot.batch, selection), [snapshot.batch, selection])
  if (!place) return <NoResponses recipe={props.recipe} />
  return (
    <section className="panel rollout" aria-label="One response">
      <Head {...props} place={place} />
      {place.at === undefined ? (
        <p className="panel-empty">This response is empty.</p>
      ) : (
        <>
          <Tokens {...props} place={place} />
          {branch && branch.problem === snapshot.problems[place.group]?.index && (
            <Continuations
              branch={branch}
              vocabulary={props.world.vocabulary}
              onSibling={siblingOf(props, place.group)}
            />
          )}
          <Here {...props} place={place} at={place.at} />
          <Table {...props} place={place} />
        </>
      )}
    </section>
  )
}

/** The bench as it is, with one sibling more. Responses in turns have words of the world in between, so they stay apart. */
function siblingOf({ snapshot, bench, onCompare }: PanelProps, group: number) {
  if (!bench || !onCompare || snapshot.batch.turns) return undefined
  return ({ tokens, reward, correct }: Whole) => {
    putOnBench(snapshot, { kind: 'sibling', group, tokens, reward, correct })
    onCompare(bench.rows, bench.base)
  }
}

function Table({ snapshot, world, place }: SpotProps) {
  const { batch } = snapshot
  const { start, end } = place
  return (
    <DataTable
      label="numbers of every token"
      head={['position', 'token', ...tokenNumbers(batch, start).map(({ label }) => label)]}
      rows={() =>
        Array.from({ length: end - start }, (_, i) => [
          `${i + 1}`,
          visible(tokenText(world.vocabulary, batch.token[start + i]!)),
          ...tokenNumbers(batch, start + i).map(({ value }) => value),
        ])
      }
    />
  )
}
