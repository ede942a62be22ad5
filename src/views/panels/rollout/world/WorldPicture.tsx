import type { Picture } from '../../../../core/picture.ts'
import { ArmsPicture } from './Arms.tsx'
import { BeliefPicture } from './Belief.tsx'
import { CellsPicture } from './Cells.tsx'
import { GridPicture } from './Grid.tsx'
import { LinesPicture } from './Lines.tsx'
import { TreePicture } from './Tree.tsx'
import './world.css'

/** The task's world after the selected token. */
export function WorldPicture({ picture }: { readonly picture: Picture }) {
  switch (picture.kind) {
    case 'arms':
      return <ArmsPicture picture={picture} />
    case 'belief':
      return <BeliefPicture picture={picture} />
    case 'tree':
      return <TreePicture picture={picture} />
    case 'lines':
      return <LinesPicture picture={picture} />
    case 'cells':
      return <CellsPicture picture={picture} />
    case 'grid':
      return <GridPicture picture={picture} />
  }
}
