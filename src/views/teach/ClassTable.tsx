import type { Handed } from '../../store/lesson/class.ts'
import { Wide } from '../catalogue/Wide.tsx'
import type { Cell, Question } from './results.ts'

interface ClassTableProps {
  readonly questions: readonly Question[]
  readonly handed: readonly Handed[]
}

/** Students by questions; what each column asks stands below, by its number. */
export function ClassTable({ questions, handed }: ClassTableProps) {
  return (
    <>
      <Wide label="Students by questions">
        <table className="sheet teach-table">
          <thead>
            <tr>
              <th scope="col">Student</th>
              {questions.map(({ id, title }, at) => (
                <th key={id} scope="col" title={title}>
                  {at + 1}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {handed.map(({ name, answers }) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                {questions.map(({ id, of }) => (
                  <td key={id}>
                    <CellText cell={of(answers)} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </Wide>
      <ol className="teach-legend panel-note">
        {questions.map(({ id, title }) => (
          <li key={id}>{title}</li>
        ))}
      </ol>
    </>
  )
}

function CellText({ cell }: { readonly cell: Cell | undefined }) {
  if (!cell) return <span className="panel-note">–</span>
  const mark = cell.right === undefined ? '' : cell.right ? '✓ ' : '✗ '
  return (
    <span className="teach-cell" data-right={cell.right}>
      {mark}
      {cell.text}
    </span>
  )
}
